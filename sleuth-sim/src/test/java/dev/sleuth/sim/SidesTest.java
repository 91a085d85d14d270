package dev.sleuth.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sleuth.sim.world.Between;
import dev.sleuth.sim.world.LoadSpec;
import dev.sleuth.sim.world.PeerSpec;
import dev.sleuth.sim.world.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SidesTest {
    private static final Set<String> ECHOES = Set.of("echo-1", "echo-2", "echo-3");

    @TempDir
    private Path directory;

    private Step step(String text) throws IOException {
        Path file = directory.resolve("scenario.yaml");
        Files.writeString(file, """
                name: a
                lasts: 10s
                peers:
                  echo: {service: echo-service, count: 3}
                  caller: {count: 2}
                  lonely:
                steps:
                  - {at: 1s, %s}
                expect:
                  - {views: right}
                """.formatted(text));
        return ScenarioReader.read(file).steps().get(0);
    }

    private Between held(String sides) throws IOException {
        return ((Trouble.Hold) ((TroubleStep) step("hold: " + sides + ", lasts: 1s")).trouble()).ways();
    }

    @Test
    void two_sides_are_groups_or_peers_or_lists_of_them() throws IOException {
        assertThat(held("[echo, caller-1]")).isEqualTo(new Between(ECHOES, Set.of("caller-1"), true));
        assertThat(held("[[echo-1, caller-1], lonely]"))
                .isEqualTo(new Between(Set.of("echo-1", "caller-1"), Set.of("lonely"), true));
    }

    @Test
    void one_side_is_kept_from_all_others() throws IOException {
        assertThat(held("echo")).isEqualTo(new Between(ECHOES, Set.of("caller-1", "caller-2", "lonely"), true));
        assertThat(step("hold: echo, lasts: 1s").story())
                .isEqualTo("nothing passes between echo and all others for 1 s");
    }

    @Test
    void from_and_to_mean_one_way_only() throws IOException {
        assertThat(held("{from: echo-1, to: caller}"))
                .isEqualTo(new Between(Set.of("echo-1"), Set.of("caller-1", "caller-2"), false));
        assertThat(held("{to: echo}")).isEqualTo(new Between(Set.of("caller-1", "caller-2", "lonely"), ECHOES, false));
        assertThat(held("{from: echo}").to()).containsExactlyInAnyOrder("caller-1", "caller-2", "lonely");
        assertThat(step("hold: {from: echo-1, to: caller}, lasts: 1s").story())
                .isEqualTo("nothing passes from echo-1 to caller for 1 s");
    }

    @Test
    void halves_split_each_group_in_the_middle() throws IOException {
        assertThat(held("halves"))
                .isEqualTo(new Between(
                        Set.of("echo-1", "echo-2", "caller-1"), Set.of("echo-3", "caller-2", "lonely"), true));
    }

    @Test
    void all_are_all() throws IOException {
        assertThat(held("all").from()).hasSize(6);
        assertThat(step("cut: all").story()).isEqualTo("the connections between all peers break");
    }

    @Test
    void the_others_tell_what_they_do() throws IOException {
        assertThat(step("slow: echo-1, by: 50ms, jitter: 20ms, lasts: 3s").story())
                .isEqualTo("what passes between echo-1 and all others takes 50 ms to 70 ms longer for 3 s");
        assertThat(step("stall: echo-1, lasts: 400ms").story()).isEqualTo("echo-1 stands still for 400 ms");
        assertThat(step("stall: all, lasts: 400ms, every: 2s, until: 9s").story())
                .isEqualTo("everybody stands still for 400 ms every 2 s until 9 s");
    }

    @Test
    void who_joins_by_a_step_is_not_there_from_the_start() throws IOException {
        Path file = directory.resolve("join.yaml");
        Files.writeString(file, """
                name: a
                lasts: 10s
                peers:
                  echo: {service: echo-service, count: 3}
                  caller: {count: 2}
                load:
                  - {from: caller, to: echo-service, rate: 1/s, after: 1s, until: 2s, method: POST}
                steps:
                  - {at: 1s, join: echo}
                expect:
                  - {discovered: echo, within: 1s}
                """);
        Scenario scenario = ScenarioReader.read(file);

        assertThat(scenario.present()).extracting(PeerSpec::name).containsExactly("caller-1", "caller-2");
        assertThat(scenario.peers()).hasSize(5);
        assertThat(scenario.steps().get(0).story()).isEqualTo("each of echo (3) joins");
        assertThat(scenario.load()).extracting(LoadSpec::method).containsExactly("POST");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
          hold: [echo], lasts: 1s               | steps[1].hold: two sides belong here, not 1; write [echo-1, caller-1], and [[echo-1, echo-2], caller-1] if there are several on a side
          hold: [echo, echo-1], lasts: 1s       | steps[1].hold: echo-1 is on both sides; name it once
          hold: [echo, calller], lasts: 1s      | steps[1].hold[2]: "calller" is no group or peer of this scenario; did you mean caller? Known are echo, caller, lonely, echo-1, echo-2, echo-3, caller-1, caller-2
          hold: {from: echo, too: caller}, lasts: 1s | steps[1].hold.too: unknown key; did you mean to? Known are from, to
          hold: {}, lasts: 1s                   | steps[1].hold: this says of nobody what goes wrong; write {from: echo-1, to: caller-1}
          hold: [[], echo], lasts: 1s           | steps[1].hold[1]: nobody is on this side; name a peer or a group
          hold: halves, lasts: 0s               | steps[1].lasts: 0s has no effect; make it last longer
          hold: halves, lasts: 10s              | steps[1].lasts: this goes on until 11 s, after the end at 10 s; make it shorter
          hold: halves                          | steps[1]: the key lasts is missing; add it
          slow: all, by: 0s, lasts: 1s          | steps[1].by: 0s has no effect; make it longer, or add jitter
          stall: echo, lasts: 0s                | steps[1].lasts: 0s has no effect; make it last longer
          slow-handlers: lonely, by: 1s, lasts: 1s | steps[1].slow-handlers: lonely offers no service, so it has no handler; name somebody who does
          slow-handlers: echo, by: 0s, lasts: 1s   | steps[1].by: 0s has no effect; make it longer
          slow-handlers: echo, busy: 0s, lasts: 1s | steps[1].busy: 0s has no effect; make it longer
          slow-handlers: echo, by: 1s, busy: 1s, lasts: 1s | steps[1].busy: handlers either wait (by) or compute (busy); remove one of them
          failing-handlers: echo, share: 0%, lasts: 1s | steps[1].share: 0% has no effect; write more, or leave the step out
          join: echo} // - {at: 2s, join: echo-1 | steps[2].join: echo-1 has joined already; restart it after its crash or leave
          crash: echo-1} // - {at: 2s, join: echo | steps[1].crash: echo-1 is not there yet: it joins by a later step; do this later
          stall: echo-2} // - {at: 2s, join: echo | steps[1].stall: echo-2 is not there yet: it joins by a later step; do this later
          stall: echo, lasts: 1s, every: 1s, until: 9s | steps[1].every: this is not longer than lasts, 1 s; make it longer, or use freeze
          stall: echo, lasts: 1s, every: 5s, until: 5s | steps[1].until: this leaves no time for every 5 s after the step, at 1 s; make it later
          """)
    void what_cannot_be_is_refused_with_its_place(String text, String message) {
        assertThatThrownBy(() -> step(text.replace(" // ", "\n  ")))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining(message.startsWith("steps[2]") ? "line 9" : "line 8")
                .hasMessageEndingWith(message);
    }
}
