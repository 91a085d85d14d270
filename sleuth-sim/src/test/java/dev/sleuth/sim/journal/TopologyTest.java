package dev.sleuth.sim.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.sim.journal.Entry.Down;
import dev.sleuth.sim.journal.Entry.Entered;
import dev.sleuth.sim.journal.Entry.Exited;
import dev.sleuth.sim.journal.Entry.Frozen;
import dev.sleuth.sim.journal.Entry.Thawed;
import dev.sleuth.sim.journal.Entry.Up;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopologyTest {
    private final Topology topology = new Topology();

    private void happens(Entry... entries) {
        List.of(entries).forEach(topology::apply);
    }

    @Test
    void a_restarted_peer_may_be_seen_twice_until_its_former_self_is_gone() {
        happens(new Up(0, "a", "A", null, null), new Entered(1, "a", "b"), new Entered(2, "a", "b"));
        assertThat(topology.sees("a", "b")).isEqualTo(2);

        happens(new Exited(3, "a", "b", "silent"));
        assertThat(topology.sees("a", "b")).isEqualTo(1);
        assertThat(topology.view("a")).containsExactly("b");

        happens(new Exited(4, "a", "b", "silent"));
        assertThat(topology.view("a")).isEmpty();
    }

    @Test
    void whoever_ends_is_neither_up_nor_sees_anybody_and_starts_with_an_empty_view() {
        happens(new Up(0, "a", "A", null, null), new Entered(1, "a", "b"), new Down(2, "a", "crash"));
        happens(new Entered(3, "a", "c"));
        assertThat(topology.up()).isEmpty();
        assertThat(topology.view("a")).isEmpty();

        happens(new Up(4, "a", "A2", null, null));
        assertThat(topology.view("a")).isEmpty();
    }

    @Test
    void whoever_is_frozen_is_up_but_not_awake() {
        happens(new Up(0, "a", "A", null, null), new Frozen(1, "a"));
        assertThat(topology.up()).containsExactly("a");
        assertThat(topology.awake("a")).isFalse();

        happens(new Thawed(2, "a"));
        assertThat(topology.awake("a")).isTrue();
    }

    @Test
    void a_peer_is_steady_only_if_it_is_awake_the_whole_time() {
        Lives lives = Lives.of(List.of(
                new Up(5, "a", "A", "echo", null),
                new Frozen(10, "a"),
                new Thawed(20, "a"),
                new Down(30, "a", "leave")));

        assertThat(lives.steady("a", 5, 9)).isTrue();
        assertThat(lives.steady("a", 4, 9)).isFalse();
        assertThat(lives.steady("a", 5, 10)).isFalse();
        assertThat(lives.steady("a", 15, 16)).isFalse();
        assertThat(lives.steady("a", 9, 21)).isFalse();
        assertThat(lives.steady("a", 20, 29)).isTrue();
        assertThat(lives.steady("a", 20, 30)).isFalse();
        assertThat(lives.steady("a", 31, 40)).isFalse();
        assertThat(lives.steady("nobody", 0, 1)).isFalse();
        assertThat(lives.replicas("echo")).containsExactly("a");
    }
}
