package dev.sleuth.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sleuth.sim.world.LoadSpec;
import dev.sleuth.sim.world.Pace;
import dev.sleuth.sim.world.PeerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioReaderTest {
    private static final long MS = 1_000_000;
    private static final long S = 1_000 * MS;

    @TempDir
    private Path directory;

    private Scenario failover() throws IOException {
        return read(Texts.failover());
    }

    private Scenario read(String text) throws IOException {
        return ScenarioReader.read(Files.writeString(directory.resolve("failover.yaml"), text));
    }

    @Test
    void a_group_is_spelled_out_as_peers() throws IOException {
        assertThat(failover().peers())
                .containsExactly(
                        new PeerSpec("echo-1", "echo-service", "1.0.0", PeerSpec.AT_WORK),
                        new PeerSpec("echo-2", "echo-service", "1.0.0", PeerSpec.AT_WORK),
                        new PeerSpec("echo-3", "echo-service", "1.0.0", PeerSpec.AT_WORK),
                        new PeerSpec("caller-1", null, null, PeerSpec.AT_WORK),
                        new PeerSpec("caller-2", null, null, PeerSpec.AT_WORK));
    }

    @Test
    void a_group_of_one_has_no_number() throws IOException {
        Scenario scenario =
                read("name: x\nlasts: 1min\npeers: {a: {service: s, count: 1}, b: {}, c: }\nexpect:\n- views: right");

        assertThat(scenario.peers())
                .containsExactly(
                        new PeerSpec("a", "s", null, PeerSpec.AT_WORK),
                        new PeerSpec("b", null, null, PeerSpec.AT_WORK),
                        new PeerSpec("c", null, null, PeerSpec.AT_WORK));
    }

    @Test
    void what_may_be_left_out_has_a_default() throws IOException {
        Scenario scenario = read("""
            name: short
            lasts: 2s
            peers: {a: {service: s}, b: }
            load:
            - {from: b, to: s, rate: 0.5/s, after: 0s, until: 2s}
            expect:
            - {failed-calls: 0}
            """);

        assertThat(scenario.story()).isEmpty();
        assertThat(scenario.seed()).isEqualTo(1);
        assertThat(scenario.steps()).isEmpty();
        assertThat(scenario.load())
                .containsExactly(new LoadSpec(List.of("b"), "s", new Pace.Rate(0.5), 0, 2 * S, 100, S, "GET"));
        assertThat(scenario.expectations()).containsExactly(new FailedCallsExpectation(0, false, Window.ALL));
    }

    @Test
    void the_load_comes_from_all_of_a_group_or_from_one_peer() throws IOException {
        assertThat(failover().load())
                .containsExactly(new LoadSpec(
                        List.of("caller-1", "caller-2"),
                        "echo-service",
                        new Pace.Rate(100),
                        2 * S,
                        22 * S,
                        1024,
                        500 * MS,
                        "GET"));
        assertThat(read(Texts.failover().replace("from: caller,", "from: caller-2,"))
                        .load()
                        .get(0)
                        .callers())
                .containsExactly("caller-2");
    }

    @Test
    void a_load_may_be_as_fast_as_it_is_answered_and_another_a_multiple_of_that() throws IOException {
        Scenario scenario = read("""
            name: much
            lasts: 9s
            peers: {a: {service: s, at-work: 3}, b: , c: }
            load:
            - {from: b, to: s, rate: full, at-once: 7, after: 0s, until: 2s}
            - {from: b, to: s, rate: full, after: 2s, until: 4s}
            - {from: b, to: s, rate: 250%, after: 4s, until: 5s}
            expect:
            - {goodput: 80%, of: s, from: 4s, until: 5s}
            - {under-way: 9, of: s}
            """);

        assertThat(scenario.peers().get(0)).isEqualTo(new PeerSpec("a", "s", null, 3));
        assertThat(scenario.load())
                .extracting(LoadSpec::pace)
                .containsExactly(new Pace.Full(7), new Pace.Full(16), new Pace.Times(2.5));
        assertThat(scenario.expectations())
                .containsExactly(
                        new GoodputExpectation("s", 0.8, new Window(3 * S, 4 * S), new Window(4 * S, 5 * S)),
                        new UnderWayExpectation("s", 9, Window.ALL));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
          b | s | 1s | 3s
          b | t | 1s | 2s
          c | s | 1s | 2s
          """)
    void what_a_multiple_is_of_must_have_been_measured(String caller, String service, String after, String until)
            throws IOException {
        String text = """
            name: much
            lasts: 9s
            peers: {a: {service: s}, d: {service: t}, b: , c: }
            load:
            - {from: CALLER, to: SERVICE, rate: full, after: AFTER, until: UNTIL}
            - {from: b, to: s, rate: 250%, after: 2s, until: 5s}
            expect:
            - {views: right}
            """.replace("CALLER", caller)
                .replace("SERVICE", service)
                .replace("AFTER", after)
                .replace("UNTIL", until);

        assertThatThrownBy(() -> read(text)).hasMessageContaining("line 6, load[2].rate: what this is a part of");
    }

    @Test
    void goodput_is_judged_by_a_load_that_was_full_before() {
        String text = """
            name: much
            lasts: 9s
            peers: {a: {service: s}, b: }
            load:
            - {from: b, to: s, rate: full, after: 1s, until: 3s}
            expect:
            - {goodput: 80%, of: s, from: 2s, until: 5s}
            """;

        assertThatThrownBy(() -> read(text))
                .hasMessageContaining("line 7, expect[1].of: how fast s is has not been measured by then; add a load to"
                        + " it with rate: full that is over by 2 s");
        assertThatThrownBy(() -> read(text.replace("from: 2s, ", "")))
                .hasMessageContaining("line 7, expect[1]: the key from is missing; add it");
    }

    @Test
    void steps_are_numbered_and_tell_their_story() throws IOException {
        assertThat(failover().steps())
                .containsExactly(
                        new CrashStep(1, 3 * S, "echo-1"),
                        new RestartStep(2, 6 * S, new PeerSpec("echo-1", "echo-service", "1.0.0", PeerSpec.AT_WORK)),
                        new LoseBeaconsStep(3, 8 * S, 0.3, 5 * S),
                        new FreezeStep(4, 14 * S, "echo-2", 2 * S),
                        new LeaveStep(5, 19 * S, "echo-3"));
        assertThat(failover().steps().stream().map(Step::story))
                .containsExactly(
                        "echo-1 crashes",
                        "echo-1 restarts",
                        "30% of all beacons are lost for 5 s",
                        "echo-2 freezes for 2 s",
                        "echo-3 leaves");
    }

    @Test
    void expectations_know_the_step_that_they_are_about() throws IOException {
        Window second = new Window(2 * S, 3 * S);
        assertThat(failover().expectations())
                .containsExactly(
                        new DiscoveredExpectation(2 * S),
                        new GoneExpectation("echo-1", 1, "crash", 100 * MS),
                        new BackExpectation("echo-1", 2, "restart", S),
                        new GoneExpectation("echo-2", 4, "freeze", S),
                        new BackExpectation("echo-2", 4, "freeze", S),
                        new FailedCallsExpectation(0.05, true, Window.ALL),
                        new BalanceExpectation("echo-service", 0.1, second),
                        new LatencyExpectation("echo-service", Map.of("p50", 5 * MS, "p99", 50 * MS), second),
                        new ViewsExpectation());
    }

    @Test
    void a_time_picks_one_of_several_steps() throws IOException {
        Scenario scenario = read("""
            name: twice
            lasts: 9s
            peers: {a: {count: 3}}
            steps:
            - {at: 1s, crash: a-1}
            - {at: 2s, restart: a-1}
            - {at: 3s, crash: a-1}
            expect:
            - {gone: a-1, within: 1s, at: 3s}
            """);

        assertThat(scenario.expectations()).containsExactly(new GoneExpectation("a-1", 3, "crash", S));
    }

    @Test
    void the_seed_can_be_changed_and_nothing_else_is() throws IOException {
        Scenario scenario = failover();

        assertThat(scenario.withSeed(7).seed()).isEqualTo(7);
        assertThat(scenario.withSeed(7).withSeed(1)).isEqualTo(scenario);
    }

    @Test
    void a_mark_of_the_byte_order_and_windows_line_ends_do_no_harm() throws IOException {
        assertThat(read("\uFEFF" + Texts.failover().replace("\n", "\r\n")).steps())
                .hasSize(5);
    }
}
