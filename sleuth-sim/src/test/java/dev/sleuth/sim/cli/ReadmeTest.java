package dev.sleuth.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the README tells to type can be typed. */
class ReadmeTest {
    private static final Pattern COMMAND = Pattern.compile(
            "^(?:\\$ )?\\./sleuth ((?:peer|call|ls|doctor|run)\\b.*?)(?: {2,}#.*)?$", Pattern.MULTILINE);
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    static List<String> commands() throws IOException {
        List<String> commands = new ArrayList<>();
        for (Path page : List.of(
                Path.of("..", "README.md"),
                Path.of("..", "docs", "well-known.md"),
                Path.of("..", "docs", "doctor.md"))) {
            Matcher command = COMMAND.matcher(Files.readString(page));
            while (command.find()) {
                commands.add(command.group(1));
            }
        }
        return commands;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void each_command_has_options_that_exist(String command) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(command);
        while (word.find()) {
            words.add(word.group(1) != null ? word.group(1) : word.group(2));
        }
        assertThatCode(() -> commandLine().parseArgs(words.toArray(new String[0])))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"peer", "call", "ls", "doctor", "run"})
    void each_command_is_in_it(String name) throws IOException {
        assertThat(commands()).anyMatch(command -> command.startsWith(name + " ") || command.equals(name));
    }

    /** The options that the table of tools names belong to the tool in whose line they stand. */
    @ParameterizedTest
    @ValueSource(strings = {"peer", "call", "ls", "doctor"})
    void each_option_in_the_table_of_tools_exists(String name) throws IOException {
        String line = Files.readString(Path.of("..", "README.md"))
                .lines()
                .filter(candidate -> candidate.startsWith("| `./sleuth " + name + "`"))
                .findFirst()
                .orElseThrow();
        Set<String> named = new TreeSet<>();
        Matcher option = Pattern.compile("`(-{1,2}[a-zA-Z]+)").matcher(line);
        while (option.find()) {
            named.add(option.group(1));
        }
        List<String> known = commandLine().getSubcommands().get(name).getCommandSpec().options().stream()
                .flatMap(one -> Stream.of(one.names()))
                .toList();
        assertThat(named).isNotEmpty().isSubsetOf(known);
    }

    private static CommandLine commandLine() {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return Main.commandLine(Terminal.plain(nowhere, nowhere), new Worlds(new LinkedHashMap<>()));
    }
}
