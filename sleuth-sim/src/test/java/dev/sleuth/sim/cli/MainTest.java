package dev.sleuth.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    private static final Worlds.Maker NONE = (scenario, journal) -> {
        throw new AssertionError("no scenario is to be run");
    };

    @Test
    void help_names_the_command_and_where_to_begin() {
        Cli cli = Cli.run(NONE, "--help");
        assertThat(cli.code()).isZero();
        assertThat(cli.out()).contains("run ", "peer ", "call ", "ls ", "./sleuth run scenarios/failover.yaml");
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void help_of_run_tells_worlds_exit_codes_and_examples() {
        Cli cli = Cli.run(NONE, "run", "--help");
        assertThat(cli.code()).isZero();
        assertThat(cli.out())
                .contains("--world", "jvm", "virtual", "--seed", "--out", "an expectation fell short", "Examples:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"peer", "call", "ls"})
    void help_of_each_tool_tells_where_it_lives_and_examples(String tool) {
        Cli cli = Cli.run(NONE, tool, "--help");
        assertThat(cli.code()).isZero();
        assertThat(cli.out()).contains("--interface", "SLEUTH_INTERFACE", "--port", "Examples:", "./sleuth " + tool);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "run --help", "peer --help", "call --help", "ls --help", "help", "help run"})
    void help_fits_80_columns(String words) {
        Cli cli = Cli.run(NONE, words.split(" "));
        assertThat(cli.out().lines())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void help_of_a_command_is_the_commands_own() {
        for (String command : List.of("peer", "call", "ls", "run", "doctor")) {
            assertThat(Cli.run(NONE, "help", command))
                    .isEqualTo(Cli.run(NONE, command, "--help"))
                    .matches(cli -> cli.code() == 0 && cli.out().contains("./sleuth " + command));
        }
        assertThat(Cli.run(NONE, "help")).isEqualTo(Cli.run(NONE, "--help"));
    }

    @Test
    void version_is_that_of_the_build() {
        Cli cli = Cli.run(NONE, "--version");
        assertThat(cli.code()).isZero();
        assertThat(cli.out()).matches("sleuth \\d+\\.\\d+\\.\\d+(-SNAPSHOT)? \\(Java .+\\)\\R");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\" | a command is missing",
                "runn | there is no command 'runn': did you mean run? Known are peer, call,",
                "rnu --help | there is no command 'rnu': did you mean run?",
                "runn --help | there is no command 'runn': did you mean run?",
                "help runn | there is no command 'runn': did you mean run?",
                "help run ls | 'ls' is one word too many",
                "--help rnu | there is no command 'rnu': did you mean run?",
                "RUN a.yaml | there is no command 'RUN': did you mean run?",
                "run --sede 3 a.yaml | there is no option --sede: did you mean --seed?",
                "run --sede --help | there is no option --sede: did you mean --seed?",
                "run --help --sede 3 a.yaml | there is no option --sede: did you mean --seed?",
                "call -h sleuth://a/ more | 'more' is one word too many",
                "run --help=3 | --help takes no value",
                "--interface lo ls | --interface belongs behind the command, as in ./sleuth peer --interface",
                "--colour | there is no option --colour: known are --help, --version",
                "run | FILE is missing",
                "run --sed 7 a.yaml | there is no option --sed: did you mean --seed? Known are --world,",
                "call --timout=3s sleuth://a/ | there is no option --timout: did you mean --timeout?",
                "call --timout 3s sleuth://a/ | there is no option --timout: did you mean --timeout?",
                "call sleuth://a/ more | 'more' is one word too many",
                "run --seed | --seed needs its value, N",
                "run --seed 1 --seed 2 a.yaml | --seed is given twice",
                "peer --service a --echo --text b | of these only one can be given: --echo, --text",
                "peer --port many | --port: ",
                "run --seed seven a.yaml | --seed: 'seven' is not a whole number",
                "run --seed 99999999999999999999 a.yaml | is not a whole number",
                "run --out | --out needs its value, DIR",
                "run --world moon a.yaml | there is no world 'moon': known are jvm, virtual",
                "run --world vrtual a.yaml | there is no world 'vrtual': did you mean virtual?",
            })
    void wrong_use_is_one_line_with_a_hint_and_exit_2(String words, String complaint) {
        Cli cli = Cli.run(NONE, words.isEmpty() ? new String[0] : words.split(" "));
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.complaints())
                .singleElement()
                .asString()
                .startsWith("sleuth: ")
                .contains(complaint, "--help");
        assertThat(cli.out()).isEmpty();
    }
}
