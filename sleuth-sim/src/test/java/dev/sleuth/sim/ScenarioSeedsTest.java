package dev.sleuth.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code .ci/fuzz} begins with and what it has found, in every build and without a fuzzer. */
class ScenarioSeedsTest {
    static Stream<Path> seeds() throws IOException {
        return Stream.concat(
                        Files.list(Path.of("src", "test", "resources", "fuzz")), Files.list(Path.of("..", "scenarios")))
                .filter(Files::isRegularFile)
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isBorne(Path file) throws IOException {
        ScenarioReaderFuzz.fuzzerTestOneInput(Files.readAllBytes(file));
    }
}
