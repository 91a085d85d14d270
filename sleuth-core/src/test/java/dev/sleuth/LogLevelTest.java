package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LogLevelTest {
    private static final Pattern ROW = Pattern.compile("^\\| (`[a-z`, ]+`) \\| `([A-Z]+)` \\|", Pattern.MULTILINE);

    @Test
    void theTableOfTheDocsHasEachLevelOfTheOriginalWithThatOfSlf4j() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(Path.of("..", "docs", "metrics.md")));
        while (row.find()) {
            for (String word : row.group(1).split(", ")) {
                documented.put(word.replace("`", ""), row.group(2));
            }
        }
        Map<String, String> known = new TreeMap<>();
        Arrays.stream(LogLevel.values())
                .forEach(level -> known.put(level.name().toLowerCase(Locale.ROOT), level.inSlf4j()));

        assertThat(documented).isEqualTo(known);
    }
}
