package dev.sleuth.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Any file is a scenario, or is refused with one line that names the file. */
public final class ScenarioReaderFuzz {
    private ScenarioReaderFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("fuzz", ".yaml");
        try {
            Files.write(file, bytes);
            Scenario scenario = ScenarioReader.read(file);
            assertThat(scenario.lasts()).isPositive();
            assertThat(scenario.name()).isNotBlank();
        } catch (ScenarioException refused) {
            assertThat(refused.getMessage())
                    .contains(file.getFileName().toString())
                    .doesNotContain("\n")
                    .hasSizeLessThan(2_000);
        } finally {
            Files.delete(file);
        }
    }
}
