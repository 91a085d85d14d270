package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of docs/http.md against the tests that they name: every row has some, and all of them are there. */
class HttpDocTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern NAMED = Pattern.compile("`(\\w+Test)\\.(\\w+)`");
    private static final Pattern METHOD = Pattern.compile("^    void (\\w+)\\(");
    /** Each of their tests is about a rule, and so is in the table. */
    private static final List<String> WHOLE = List.of(
            "HttpTest", "OriginalTest", "ContentTypeTest", "GoldenHttpTest", "ForwardHttpTest", "HttpToolsTest");

    @Test
    void everyRowNamesTestsThatThereAre() throws IOException {
        List<String> rows = rows();
        assertThat(rows).as("rows of the tables").hasSizeGreaterThan(50);
        List<String> wrong = new ArrayList<>();
        for (String row : rows) {
            String[] cells = row.split("(?<!\\\\)\\|");
            Matcher named = NAMED.matcher(cells[cells.length - 1]);
            int tests = 0;
            while (named.find()) {
                tests++;
                if (!tests(named.group(1)).contains(named.group(2))) {
                    wrong.add(named.group() + " is not a test");
                }
            }
            if (tests == 0 || cells.length != 5) {
                wrong.add("four cells, and a test in the last: " + row);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyTestOfTheseClassesIsInTheTable() throws IOException {
        Set<String> named = new TreeSet<>();
        Matcher inTable = NAMED.matcher(String.join("\n", rows()));
        while (inTable.find()) {
            named.add(inTable.group(1) + "." + inTable.group(2));
        }
        for (String name : WHOLE) {
            Set<String> tests = tests(name);
            assertThat(tests).as(name).isNotEmpty();
            assertThat(named)
                    .containsAll(tests.stream().map(test -> name + "." + test).toList());
        }
    }

    private static List<String> rows() throws IOException {
        return Files.readAllLines(ROOT.resolve("docs/http.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| rule"))
                .toList();
    }

    private static Set<String> tests(String name) throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.toList()) {
                Path sources = module.resolve("src/test/java");
                if (Files.isDirectory(sources)) {
                    try (Stream<Path> walk = Files.walk(sources)) {
                        List<Path> found = walk.filter(file -> file.endsWith(name + ".java"))
                                .toList();
                        if (!found.isEmpty()) {
                            return methods(Files.readString(found.get(0)));
                        }
                    }
                }
            }
        }
        return Set.of();
    }

    private static Set<String> methods(String source) {
        Set<String> methods = new TreeSet<>();
        boolean isTest = false;
        for (String line : source.lines().toList()) {
            isTest |= line.strip().matches("@(Test|ParameterizedTest)\\b.*");
            Matcher method = METHOD.matcher(line);
            if (method.find()) {
                if (isTest) {
                    methods.add(method.group(1));
                }
                isTest = false;
            }
        }
        return methods;
    }
}
