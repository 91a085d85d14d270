package dev.sleuth.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedScenariosTest {
  private static final Path SCENARIOS = Path.of("..", "scenarios");
  private static final Pattern YAML = Pattern.compile("^```yaml\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(SCENARIOS)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void each_can_be_read_and_is_called_as_its_file(Path file) {
    assertThat(ScenarioReader.read(file).name() + ".yaml").isEqualTo(file.getFileName().toString());
  }

  @Test
  void the_readme_shows_the_first_one_as_it_is() throws IOException {
    Matcher shown = YAML.matcher(Files.readString(Path.of("..", "README.md")));
    assertThat(shown.find()).isTrue();
    assertThat(shown.group(1)).isEqualTo(Files.readString(SCENARIOS.resolve("failover.yaml")));
  }
}
