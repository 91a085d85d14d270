package dev.sleuth.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioFuzzTest {
    private static final String[] PIECES = {
        "0",
        "-1",
        "1e9",
        "99999999999999999999",
        "%",
        "s",
        ": ",
        "- ",
        "{",
        "}",
        "[",
        "]",
        "\n",
        "  ",
        "\"",
        "'",
        "*a",
        "&a ",
        "<<: ",
        "!!java.net.URL ",
        "!!binary ",
        "? ",
        "| ",
        "> ",
        "~",
        "#",
        "null",
        "\\ud800",
        "\"\\0\"",
        "at",
        "echo",
        "µ"
    };

    @TempDir
    private Path directory;

    @Test
    void whatever_a_file_holds_it_is_read_or_refused_in_one_line() throws IOException {
        Random random = new Random(42);
        String good = Texts.failover();
        Path file = directory.resolve("fuzzed.yaml");
        int refused = 0;
        for (int i = 0; i < 1_000; i++) {
            Files.write(file, mutated(good, random).getBytes(StandardCharsets.UTF_8));
            try {
                ScenarioReader.read(file);
            } catch (ScenarioException e) {
                refused++;
                assertThat(e.getMessage())
                        .startsWith(file.toString())
                        .hasLineCount(1)
                        .hasSizeLessThan(600);
            }
        }
        assertThat(refused).isBetween(300, 999);
    }

    private static String mutated(String good, Random random) {
        StringBuilder text = new StringBuilder(good);
        for (int times = 1 + random.nextInt(3); times > 0 && text.length() > 40; times--) {
            int at = random.nextInt(text.length() - 30);
            int until = at + random.nextInt(30);
            switch (random.nextInt(4)) {
                case 0 -> text.delete(at, until);
                case 1 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
                case 2 -> text.insert(at, text.substring(at, until));
                default -> text.setCharAt(at, (char) (32 + random.nextInt(95)));
            }
        }
        return text.toString();
    }
}
