package dev.sleuth.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.rpc.SleuthException;
import dev.sleuth.sim.Scenario;
import dev.sleuth.sim.journal.Journal;
import dev.sleuth.sim.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunCommandTest {
    private static final long STALL = TimeUnit.SECONDS.toNanos(1);
    private static final Worlds.Maker FINE = (scenario, journal) -> new FakeWorld(journal, 0);
    private static final Worlds.Maker STALLING = (scenario, journal) -> new FakeWorld(journal, STALL);
    private static final String STORY = """
      name: NAME
      lasts: 4s
      peers:
        echo: {service: echo-service}
        caller: {}
      load:
        - {from: caller, to: echo-service, rate: 5/s, after: 1s, until: 3s}
      steps:
        - {at: 2s, crash: echo}
      expect:
        - EXPECTED
      """;
    private static final String EASY = "failed-calls: 0";
    private static final String IMPOSSIBLE = "{latency: echo-service, p99: 1us}";

    @TempDir
    Path folder;

    @Test
    void a_scenario_that_holds_gives_exit_0_its_steps_and_its_findings() throws IOException {
        Cli cli = Cli.run(FINE, "run", file("calm", EASY));
        assertThat(cli.err()).isEmpty();
        assertThat(cli.code()).isZero();
        assertThat(cli.out()).contains("2.0 s  echo crashes", "PASSED", "seed 1", "journal ", "jvm world");
    }

    @Test
    void an_impossible_expectation_gives_exit_1_and_says_what_was_asked_and_seen_and_where() throws IOException {
        Cli cli = Cli.run(FINE, "run", file("calm", IMPOSSIBLE));
        assertThat(cli.code()).isEqualTo(1);
        assertThat(cli.out())
                .contains("FELL SHORT", "asked: 1 µs; seen: 1 ms", "FAILED")
                .containsPattern("journal\\s+line\\s+\\d+");
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void the_seed_asked_for_replaces_that_of_the_file() throws IOException {
        assertThat(Cli.run(FINE, "run", "--seed", "-7", file("calm", EASY)).out())
                .contains("seed -7");
    }

    @Test
    void the_world_asked_for_is_taken() throws IOException {
        assertThat(Cli.run(FINE, "run", "--world=virtual", file("calm", EASY)).out())
                .contains("virtual world");
    }

    @Test
    void a_machine_that_stands_still_three_times_gives_exit_3_and_each_repetition_is_announced() throws IOException {
        Cli cli = Cli.run(STALLING, "run", file("calm", EASY));
        assertThat(cli.code()).isEqualTo(3);
        assertThat(cli.out())
                .contains("attempt 2 of 3", "attempt 3 of 3", "INCONCLUSIVE")
                .doesNotContain("attempt 4");
    }

    @Test
    void a_machine_that_stands_still_once_is_forgiven() throws IOException {
        AtomicInteger attempts = new AtomicInteger();
        Cli cli = Cli.run(
                (scenario, journal) -> new FakeWorld(journal, attempts.getAndIncrement() == 0 ? STALL : 0),
                "run",
                file("calm", EASY));
        assertThat(cli.code()).isZero();
        assertThat(cli.out()).contains("attempt 2 of 3", "PASSED").doesNotContain("attempt 3");
    }

    @Test
    void reports_go_where_they_are_asked_to() throws IOException {
        Path out = folder.resolve("a/b");
        Cli cli = Cli.run(FINE, "run", "--out", out.toString(), file("calm", EASY));
        assertThat(cli.code()).isZero();
        assertThat(cli.out()).contains(out.toString());
        assertThat(out).isDirectoryContaining("glob:**/junit.xml").isDirectoryContaining("glob:**/result.json");
        assertThat(out.resolve("journal.jsonl")).isNotEmptyFile();
    }

    @Test
    void several_files_get_a_folder_each_and_the_worst_of_them_is_the_exit_code() throws IOException {
        Path out = folder.resolve("out");
        Cli cli = Cli.run(
                FINE, "run", file("calm", EASY), file("rough", IMPOSSIBLE), file("calm", EASY), "--out", out + "");
        assertThat(cli.code()).isEqualTo(1);
        assertThat(cli.complaints()).isEmpty();
        assertThat(out.resolve("calm/junit.xml")).isRegularFile();
        assertThat(out.resolve("calm (2)/junit.xml")).isRegularFile();
        assertThat(out.resolve("rough/junit.xml")).isRegularFile();
    }

    @Test
    void of_several_files_none_is_run_before_all_have_been_read() throws IOException {
        Path out = folder.resolve("out");
        String broken = write("broken", "lasts: 4s");
        Cli cli = Cli.run(FINE, "run", file("calm", EASY), broken, "nowhere.yaml", "--out", out + "");
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.complaints())
                .satisfiesExactly(
                        first -> assertThat(first).contains(broken),
                        second -> assertThat(second).contains("nowhere.yaml"));
        assertThat(cli.out()).isEmpty();
        assertThat(out).doesNotExist();
    }

    @Test
    void of_several_files_none_is_run_before_the_world_is_known_to_hold_them_all() throws IOException {
        Path out = folder.resolve("out");
        Worlds.Maker small = new Worlds.Maker() {
            @Override
            public World make(Scenario scenario, Journal journal) {
                return new FakeWorld(journal, 0);
            }

            @Override
            public void check(Scenario scenario) {
                if (scenario.name().equals("large")) {
                    throw new SleuthException(SleuthException.START, "too large; take fewer peers");
                }
            }
        };
        Cli cli = Cli.run(small, "run", file("calm", EASY), file("large", EASY), "--out", out + "");
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.complaints())
                .singleElement()
                .asString()
                .endsWith("large.yaml: this cannot run here: too large; take fewer peers [905 cannot start]");
        assertThat(cli.out()).isEmpty();
        assertThat(out).doesNotExist();
    }

    @Test
    void what_does_not_fit_into_one_process_is_refused_before_anything_is_told() throws IOException {
        String many = file("many", EASY);
        Files.writeString(
                Path.of(many),
                Files.readString(Path.of(many)).replace("caller: {}", "caller: {}\n  idle: {count: 9000}"));
        Cli cli = Cli.run(new OneProcess(), "run", many);
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.complaints())
                .singleElement()
                .asString()
                .contains("many.yaml: this cannot run here: these are 9002 peers", "ulimit -n", "--world virtual");
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void who_is_shown_a_line_of_the_journal_is_told_how_to_have_it() throws IOException {
        String hint = "(run it with --out DIR to have the journal and its lines, and the reports)";
        assertThat(Cli.run(FINE, "run", file("calm", IMPOSSIBLE)).out()).contains(hint);
        assertThat(Cli.run(FINE, "run", file("calm", EASY)).out()).doesNotContain(hint);
        assertThat(Cli.run(FINE, "run", "--out", folder + "", file("calm", IMPOSSIBLE))
                        .out())
                .doesNotContain(hint)
                .endsWith("\nreports written to " + folder + "\n");
    }

    @Test
    void falling_short_is_worse_than_knowing_nothing_and_that_is_worse_than_passing() throws IOException {
        Worlds.Maker mixed =
                (scenario, journal) -> new FakeWorld(journal, scenario.name().equals("stalls") ? STALL : 0);
        String good = file("calm", EASY);
        String unknown = file("stalls", EASY);
        String bad = file("rough", IMPOSSIBLE);
        assertThat(Cli.run(mixed, "run", unknown, good).code()).isEqualTo(3);
        assertThat(Cli.run(mixed, "run", unknown, bad, good).code()).isEqualTo(1);
        assertThat(Cli.run(mixed, "run", good, good).code()).isZero();
    }

    @Test
    void reports_cannot_go_where_a_file_is() throws IOException {
        String taken = write("taken", "");
        Cli cli = Cli.run(FINE, "run", "--out", taken, file("calm", EASY));
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.complaints()).singleElement().asString().contains(taken);
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void reports_cannot_go_below_a_file() throws IOException {
        String taken = write("taken", "");
        Cli cli = Cli.run(FINE, "run", "--out", taken + "/below", file("calm", EASY));
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.complaints()).singleElement().asString().contains(taken);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "lasts: 4s",
                "name: x\nname: y",
                "name: [",
                "name:x",
                "\tname: x",
                "- a\n- b",
                "name: &a x\nlasts: *a",
                "just words",
                "{}",
            })
    void a_file_that_is_no_scenario_gives_exit_2_and_one_line_that_names_it(String text) throws IOException {
        refused(write("broken", text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "failed-calls: 0 lasts: 4s",
                "failed-calls: many",
                "fallen-calls: 0",
                "{latency: nobody, p99: 1ms}",
                "{gone: caller-9, within: 1s}",
                "{}",
                "[]",
                "",
            })
    void an_expectation_that_cannot_be_gives_exit_2_and_one_line_that_names_the_file(String expectation)
            throws IOException {
        refused(file("broken", expectation));
    }

    @Test
    void a_file_that_is_not_there_gives_exit_2_and_one_line_that_names_it() {
        refused(folder.resolve("nowhere.yaml").toString());
    }

    @Test
    void an_empty_name_is_no_file() {
        Cli cli = Cli.run(FINE, "run", "");
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.complaints()).containsExactly("sleuth: the name of the file is empty; name a scenario's file");
    }

    @Test
    void a_folder_is_no_file() {
        refused(folder.toString());
    }

    @Test
    void what_a_world_cannot_do_is_one_line() throws IOException {
        Cli cli = Cli.run(
                (scenario, journal) -> {
                    throw new SleuthException(SleuthException.PORT, "UDP port 5670 is taken; end whoever has it");
                },
                "run",
                file("calm", EASY));
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.complaints()).singleElement().asString().contains("calm.yaml", "UDP port 5670 is taken");
    }

    @Test
    void not_even_an_error_of_its_own_prints_a_stack_trace() throws IOException {
        Cli cli = Cli.run(
                (scenario, journal) -> {
                    throw new IllegalStateException("never thought of\nthis");
                },
                "run",
                file("calm", EASY));
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.complaints())
                .singleElement()
                .asString()
                .contains("an error in sleuth itself", "never thought of this", "RunCommandTest.java");
    }

    private void refused(String file) {
        Cli cli = Cli.run(FINE, "run", file);
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.complaints()).singleElement().asString().startsWith("sleuth: " + file);
        assertThat(cli.out()).isEmpty();
    }

    private String file(String name, String expectation) throws IOException {
        return write(name, STORY.replace("NAME", name).replace("EXPECTED", expectation));
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name + ".yaml"), text).toString();
    }
}
