package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The numbers in docs/threat-model.md are those of the code. */
class ThreatModelTest {
    private static final Pattern ROW =
            Pattern.compile("^\\|[^|]+\\| ([0-9,]+)[^|]*\\| `(\\w+)\\.(\\w+)` \\|$", Pattern.MULTILINE);
    private static final List<String> PACKAGES = List.of("dev.sleuth.", "dev.sleuth.zre.", "dev.sleuth.rpc.");

    @Test
    void theBoundsAreThoseOfTheCode() throws IOException {
        String docs = Files.readString(Path.of("..", "docs", "threat-model.md"));
        List<MatchResult> rows = ROW.matcher(docs).results().toList();

        assertThat(rows).hasSizeGreaterThan(10);
        assertThat(rows)
                .allSatisfy(row -> assertThat(constant(row.group(2), row.group(3)))
                        .as(row.group())
                        .isEqualTo(Long.parseLong(row.group(1).replace(",", ""))));
    }

    private static long constant(String type, String name) throws ReflectiveOperationException {
        for (String place : PACKAGES) {
            try {
                Field field = Class.forName(place + type).getDeclaredField(name);
                field.setAccessible(true);
                return ((Number) field.get(null)).longValue();
            } catch (ClassNotFoundException elsewhere) {
                continue;
            }
        }
        throw new ClassNotFoundException(type);
    }
}
