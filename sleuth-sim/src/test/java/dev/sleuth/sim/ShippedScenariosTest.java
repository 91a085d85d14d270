package dev.sleuth.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.sim.journal.Journal;
import dev.sleuth.sim.world.VirtualWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedScenariosTest {
    private static final Path SCENARIOS = Path.of("..", "scenarios");
    private static final Pattern YAML = Pattern.compile("^```yaml\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(SCENARIOS)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void each_can_be_read_and_is_called_as_its_file(Path file) {
        assertThat(ScenarioReader.read(file).name() + ".yaml")
                .isEqualTo(file.getFileName().toString());
    }

    @ParameterizedTest
    @MethodSource("files")
    void each_passes_in_the_virtual_world(Path file) throws InterruptedException {
        Scenario scenario = ScenarioReader.read(file);
        Journal journal = new Journal();
        Verdict verdict = new Runner(scenario, new VirtualWorld(scenario.seed(), journal), journal).run();
        assertThat(verdict.findings()).hasSizeGreaterThan(1).allMatch(Finding::passed);
    }

    @Test
    void the_one_in_the_readme_passes_in_the_virtual_world(@TempDir Path folder) throws Exception {
        Matcher shown = YAML.matcher(Files.readString(Path.of("..", "README.md")));
        assertThat(shown.find()).isTrue();
        Scenario scenario = ScenarioReader.read(Files.writeString(folder.resolve("readme.yaml"), shown.group(1)));
        Journal journal = new Journal();
        Verdict verdict = new Runner(scenario, new VirtualWorld(scenario.seed(), journal), journal).run();
        assertThat(verdict.findings()).hasSizeGreaterThan(1).allMatch(Finding::passed);
    }
}
