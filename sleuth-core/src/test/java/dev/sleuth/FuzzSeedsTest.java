package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.rpc.EngineFuzz;
import dev.sleuth.rpc.EnvelopeFuzz;
import dev.sleuth.rpc.EnvelopeJsonFuzz;
import dev.sleuth.zre.BeaconFuzz;
import dev.sleuth.zre.CodecFuzz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@code .ci/fuzz} begins with and what it has found, in every build and without a fuzzer: a finding stays here as
 * one more line of the file of its target.
 */
class FuzzSeedsTest {
    static final Path SEEDS = Path.of("src", "test", "resources", "fuzz");
    private static final Map<String, Consumer<byte[]>> TARGETS = Map.of(
            "beacon", BeaconFuzz::fuzzerTestOneInput,
            "codec", CodecFuzz::fuzzerTestOneInput,
            "envelope", EnvelopeFuzz::fuzzerTestOneInput,
            "json", EnvelopeJsonFuzz::fuzzerTestOneInput,
            "engine", EngineFuzz::fuzzerTestOneInput);

    static Stream<Arguments> seeds() {
        return TARGETS.keySet().stream()
                .sorted()
                .flatMap(target -> read(target).stream().map(hex -> Arguments.of(target, hex)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("seeds")
    void isBorne(String target, String hex) {
        TARGETS.get(target).accept(HexFormat.of().parseHex(hex));
    }

    @Test
    void nothingAtAllIsBorneToo() {
        TARGETS.values().forEach(target -> target.accept(new byte[0]));
        assertThat(seeds()).hasSizeGreaterThan(30);
    }

    /** The lines of a target's file that are bytes. */
    static List<String> read(String target) {
        try (Stream<String> lines = Files.lines(SEEDS.resolve(target + ".txt"))) {
            return lines.filter(line -> !line.startsWith("#")).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
