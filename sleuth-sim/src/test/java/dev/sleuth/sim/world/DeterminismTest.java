package dev.sleuth.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeterminismTest {
    private static final long SEED = 7;
    private static final int FIRST_JAVA_WITH_ANOTHER_LIBRARY = 21;

    /** Every kind of step in four seconds, told in another JVM too. */
    private static String hash(long seed, long nudged) {
        Story story = new Story(seed);
        story.world.nudge(nudged);
        try (story) {
            story.load(100, 100, 4000);
            story.until(500);
            story.crash("echo-1");
            story.until(1000);
            story.start("echo-1");
            story.loseBeacons(0.3, 2000);
            story.until(1500);
            story.freeze("echo-2", 1500);
            story.until(3200);
            story.leave("echo-3");
            story.until(4000);
        }
        return story.journal.hash();
    }

    /** Prints the hash, for {@link #anotherJvmComesToTheSameHash}. */
    public static void main(String[] arguments) {
        System.out.println(hash(SEED, -1));
    }

    @Test
    void theSameSeedComesToTheSameHash() {
        assertThat(hash(SEED, -1)).isEqualTo(hash(SEED, -1));
    }

    @Test
    void anotherSeedComesToAnotherHash() {
        assertThat(hash(SEED + 1, -1)).isNotEqualTo(hash(SEED, -1));
    }

    @ParameterizedTest(name = "message {0} of the run")
    @ValueSource(longs = {0, 20, 100, 500})
    void oneNanosecondMoreForOneMessageComesToAnotherHash(long nudged) {
        assertThat(hash(SEED, nudged)).isNotEqualTo(hash(SEED, -1));
    }

    static Stream<Path> javas() throws IOException {
        Path own = Path.of(System.getProperty("java.home"));
        Path all = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(all)) {
            return Stream.of(own);
        }
        try (Stream<Path> homes = Files.list(all)) {
            List<Path> newer = homes.filter(home -> version(home) >= FIRST_JAVA_WITH_ANOTHER_LIBRARY)
                    .sorted()
                    .toList();
            return Stream.concat(
                    Stream.of(own),
                    newer.stream().filter(home -> !home.equals(own)).limit(1));
        }
    }

    /** The feature version of a JDK; 0 if there is none. */
    private static int version(Path home) {
        try (Stream<String> lines = Files.lines(home.resolve("release"))) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION=\""))
                    .mapToInt(line -> Integer.parseInt(line.split("\"")[1].split("[.+-]")[0]))
                    .findFirst()
                    .orElse(0);
        } catch (IOException none) {
            return 0;
        }
    }

    @ParameterizedTest(name = "the one at {0}")
    @MethodSource("javas")
    void anotherJvmComesToTheSameHash(Path home) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        home.resolve("bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DeterminismTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();

        assertThat(process.waitFor()).isZero();
        assertThat(printed).isEqualTo(hash(SEED, -1));
    }
}
