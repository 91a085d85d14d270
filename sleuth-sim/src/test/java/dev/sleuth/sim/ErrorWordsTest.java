package dev.sleuth.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.rpc.SleuthException;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The page about the numbers of errors, the numbers themselves, and the words in reports agree. */
class ErrorWordsTest {
    private static final Path PAGE = Path.of("..", "docs", "errors.md");
    private static final Pattern ROW =
            Pattern.compile("^\\| (\\d+) \\| ([^|]+) \\| [^|]+ \\| [^|]+ \\|$", Pattern.MULTILINE);

    private static Map<Integer, String> page() throws IOException {
        Map<Integer, String> rows = new TreeMap<>();
        for (MatchResult row : ROW.matcher(Files.readString(PAGE)).results().toList()) {
            rows.put(Integer.valueOf(row.group(1)), row.group(2));
        }
        return rows;
    }

    private static Integer number(Field constant) {
        try {
            return constant.getInt(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void each_number_is_in_the_table_and_no_other() throws IOException {
        assertThat(page().keySet())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(SleuthException.class.getFields())
                        .filter(field -> field.getType() == int.class)
                        .map(ErrorWordsTest::number)
                        .toList());
    }

    @Test
    void reports_say_it_in_the_same_words() throws IOException {
        assertThat(ErrorWords.of(SleuthException.TIMEOUT)).isEqualTo("error 920 (no answer in time)");
        assertThat(ErrorWords.of(12)).isEqualTo("error 12");
        page().forEach((code, words) ->
                assertThat(ErrorWords.of(code)).isEqualTo("error " + code + " (" + words + ")"));
    }

    @Test
    void a_sentence_has_words_instead_of_bare_numbers() {
        assertThat(ErrorWords.sentence(new SleuthException(List.of(919, 934), "no peer\n offers a", null)))
                .isEqualTo("no peer offers a [919 nobody offers it, 934 a call failed]");
        assertThat(ErrorWords.sentence(new SleuthException(12, "so"))).isEqualTo("so [12]");
    }

    @Test
    void what_only_the_original_uses_is_told_apart() throws IOException {
        String rest = Files.readString(PAGE).replaceFirst("(?s).*## Only in the original", "");
        List<Integer> others = Pattern.compile("\\b([89]\\d\\d)\\b")
                .matcher(rest)
                .results()
                .map(number -> Integer.valueOf(number.group(1)))
                .toList();
        List<Integer> original = IntStream.rangeClosed(801, 936)
                .filter(number -> number <= 803 || number >= 901)
                .boxed()
                .toList();
        assertThat(others).doesNotHaveDuplicates().doesNotContainAnyElementsOf(page().keySet());
        assertThat(page().keySet())
                .containsAll(original.stream()
                        .filter(number -> !others.contains(number))
                        .toList());
    }
}
