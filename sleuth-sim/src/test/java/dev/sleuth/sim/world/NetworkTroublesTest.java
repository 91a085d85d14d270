package dev.sleuth.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Journal;
import dev.sleuth.zre.Endpoint;
import dev.sleuth.zre.PeerId;
import dev.sleuth.zre.Wires;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Holds, cuts and slow ways among virtual peers, as the peers notice them. */
class NetworkTroublesTest {
    private static final Set<String> ECHO_1 = Set.of("echo-1");
    private static final Set<String> CALLER = Set.of(Story.CALLER);

    private static Trouble.Hold hold(Set<String> from, Set<String> to, boolean bothWays, long millis) {
        return new Trouble.Hold(new Between(from, to, bothWays), Story.ms(millis));
    }

    @Test
    void two_who_are_held_apart_lose_each_other_and_nobody_else_and_find_each_other_again() {
        try (Story story = new Story(1)) {
            story.until(1000);
            story.inflict(hold(ECHO_1, CALLER, true, 2000));
            story.until(2900);
            assertThat(story.seenBy(Story.CALLER)).containsExactly("echo-2", "echo-3");
            assertThat(story.seenBy("echo-1")).containsExactly("echo-2", "echo-3");
            assertThat(story.seenBy("echo-2")).hasSize(3);

            story.until(4000);
            assertThat(story.seenBy(Story.CALLER)).containsExactly("echo-1", "echo-2", "echo-3");
            assertThat(story.seenBy("echo-1")).contains(Story.CALLER);
            assertThat(story.all(Entry.Held.class))
                    .containsExactly(
                            new Entry.Held(Story.ms(1000), List.of("echo-1"), List.of(Story.CALLER), Story.ms(2000)),
                            new Entry.Held(Story.ms(1000), List.of(Story.CALLER), List.of("echo-1"), Story.ms(2000)));
            assertThat(story.hits(1)).isPositive();
        }
    }

    @Test
    void a_call_waits_while_its_way_is_held_and_is_served_when_it_is_free() {
        try (Story story = new Story(1)) {
            story.until(1000);
            for (String echo : Story.ECHOES) {
                story.inflict(hold(Set.of(echo), CALLER, false, 200));
            }
            story.load(10, 1000, 1100);
            story.until(3000);

            assertThat(story.all(Entry.Called.class))
                    .singleElement()
                    .matches(call -> call.status() == 200 && call.at() >= Story.ms(1200) && call.at() < Story.ms(1210));
            assertThat(story.all(Entry.Exited.class)).isEmpty();
        }
    }

    @Test
    void what_is_held_one_way_passes_the_other_way() {
        try (Story story = new Story(1)) {
            story.until(1000);
            story.inflict(hold(ECHO_1, CALLER, false, 2000));
            story.until(2900);
            assertThat(story.seenBy(Story.CALLER)).doesNotContain("echo-1");
            assertThat(story.all(Entry.Beacons.class, window -> window.at() == Story.ms(2000)))
                    .filteredOn(window -> window.lost() > 0)
                    .extracting(window -> window.peer() + " of " + window.about())
                    .containsExactly("caller-1 of echo-1");
        }
    }

    @Test
    void cut_connections_are_made_again_and_nobody_is_given_up() {
        try (Story story = new Story(1)) {
            story.until(1000);
            story.load(100, 1000, 3000);
            story.until(2000);
            story.inflict(new Trouble.Cut(new Between(ECHO_1, CALLER, true)));
            story.until(4000);

            assertThat(story.hits(1)).isEqualTo(2);
            assertThat(story.all(Entry.Exited.class)).isEmpty();
            assertThat(story.all(Entry.Called.class)).hasSize(200).allMatch(call -> call.status() == 200);
        }
    }

    @Test
    void what_is_under_way_on_a_cut_connection_is_lost_with_it() {
        try (Story story = new Story(1)) {
            story.until(1000);
            Between there = new Between(CALLER, Set.copyOf(Story.ECHOES), false);
            story.inflict(new Trouble.Slow(there, Story.ms(20), 0, Story.ms(1000)));
            story.load(10, 1000, 1100);
            story.until(1010);
            story.inflict(new Trouble.Cut(there));
            story.until(3000);

            assertThat(story.all(Entry.Hit.class, hit -> hit.what().endsWith("lost with their connection")))
                    .isNotEmpty();
            assertThat(story.all(Entry.Called.class))
                    .singleElement()
                    .matches(call -> call.status() == 200 && call.at() > Story.ms(1030));
        }
    }

    @Test
    void a_slow_way_takes_longer_in_both_directions_and_keeps_its_order() {
        try (Story story = new Story(1)) {
            story.until(1000);
            story.inflict(new Trouble.Slow(
                    new Between(Set.copyOf(Story.ECHOES), CALLER, true), Story.ms(20), Story.ms(10), Story.ms(2000)));
            story.load(200, 1100, 2900);
            story.until(4000);

            assertThat(story.all(Entry.Called.class))
                    .hasSize(360)
                    .allMatch(call -> call.status() == 200)
                    .allMatch(call -> call.at() - call.planned() >= Story.ms(40))
                    .anyMatch(call -> call.at() - call.planned() >= Story.ms(50));
            // A message that overtakes another would be a gap in the sequence, and the end of the connection.
            assertThat(story.all(Entry.Exited.class)).isEmpty();
        }
    }

    @Test
    void a_connection_that_is_dialled_across_a_held_way_opens_when_it_is_free() {
        List<String> seen = new ArrayList<>();
        Journal journal = new Journal();
        Troubles troubles = new Troubles(1);
        long[] now = {100};
        FaultyWires wires = new FaultyWires(
                "self", new Spy(seen), link -> seen.add("cut " + link), troubles, id -> "other", () -> now[0], journal);
        Endpoint endpoint = new Endpoint("10.0.0.1", 1);
        troubles.begin(3, 100, new Trouble.Hold(new Between(Set.of("other"), Set.of("self"), false), 400));
        wires.open(1, OTHER, endpoint);
        wires.send(1, new byte[2][]);
        wires.open(2, OTHER, endpoint);
        wires.send(2, new byte[1][]);
        wires.close(2);
        assertThat(wires.cut("other")).isZero();
        assertThat(wires.deadline()).isEqualTo(500);
        now[0] = 499;
        wires.release(499);
        assertThat(seen).isEmpty();

        now[0] = 500;
        wires.release(500);
        assertThat(seen).containsExactly("open 1", "send 1 2");
        assertThat(wires.end(1)).isEqualTo("other");
        assertThat(wires.cut("other")).isEqualTo(1);
        wires.close(1);
        assertThat(seen).endsWith("cut 1", "close 1");
        wires.finish(501);
        assertThat(journal.entries()).containsExactly(new Entry.Hit(501, 3, "connections of self held", 2));
    }

    private static final PeerId OTHER = new PeerId(0, 1);

    private record Spy(List<String> seen) implements Wires {
        @Override
        public void open(long link, PeerId peer, Endpoint endpoint) {
            seen.add("open " + link);
        }

        @Override
        public boolean send(long link, byte[][] frames) {
            return seen.add("send " + link + " " + frames.length);
        }

        @Override
        public void close(long link) {
            seen.add("close " + link);
        }
    }

    @Test
    void slow_handlers_take_longer_and_failing_ones_answer_with_500() {
        try (Story story = new Story(1)) {
            story.until(1000);
            story.inflict(new Trouble.SlowHandlers(List.of("echo-1"), Story.ms(70), false, Story.ms(2000)));
            story.inflict(new Trouble.FailingHandlers(List.of("echo-2"), 0.5, Story.ms(2000)));
            story.load(300, 1000, 2900);
            story.until(4000);

            assertThat(story.all(Entry.Called.class, call -> "echo-1".equals(call.by())))
                    .isNotEmpty()
                    .allMatch(call -> call.status() == 200 && call.at() - call.planned() >= Story.ms(70));
            assertThat(story.all(Entry.Called.class, call -> "echo-2".equals(call.by())))
                    .hasSize(190)
                    .filteredOn(call -> call.status() == 500)
                    .hasSizeBetween(70, 120);
            assertThat(story.all(Entry.Called.class, call -> "echo-3".equals(call.by())))
                    .allMatch(call -> call.status() == 200 && call.at() - call.planned() < Story.ms(10));
            assertThat(story.hits(1)).isPositive();
            assertThat(story.hits(2)).isPositive();
        }
    }

    @Test
    void a_post_names_its_call_to_whoever_carries_it_out() {
        try (Story story = new Story(1)) {
            story.until(1000);
            story.world.load(new LoadSpec(
                    List.of(Story.CALLER),
                    "echo",
                    new Pace.Rate(10),
                    Story.ms(1000),
                    Story.ms(1300),
                    1,
                    Story.ms(500),
                    "POST"));
            story.load(10, 1000, 1300);
            story.until(2000);

            assertThat(story.all(Entry.Executed.class))
                    .extracting(done -> done.method() + " " + done.caller() + " " + done.number())
                    .containsExactly("POST caller-1 0", "POST caller-1 2", "POST caller-1 4");
        }
    }

    @Test
    void a_stalled_peer_answers_late_and_is_not_given_up() {
        try (Story story = new Story(1)) {
            story.until(1000);
            story.load(100, 1000, 3000);
            story.until(1500);
            story.inflict(new Trouble.Stall(List.of("echo-1"), Story.ms(400), 0, Story.ms(400)));
            story.until(4000);

            assertThat(story.all(Entry.Exited.class)).isEmpty();
            assertThat(story.all(Entry.Frozen.class)).isEmpty();
            assertThat(story.all(Entry.Called.class)).hasSize(200).allMatch(call -> call.status() == 200);
            assertThat(story.all(Entry.Called.class, call -> call.at() - call.planned() > Story.ms(200)))
                    .isNotEmpty();
            assertThat(story.hits(1)).isPositive();
        }
    }

    @Test
    void stalls_come_once_in_each_span_at_moments_of_their_own() {
        Troubles troubles = new Troubles(7);
        troubles.begin(1, 1000, new Trouble.Stall(List.of("a", "b"), 10, 100, 10_000));
        List<Long> ofA = begins(troubles, "a");

        assertThat(ofA).hasSize(100).doesNotHaveDuplicates();
        assertThat(begins(troubles, "b")).hasSize(100).isNotEqualTo(ofA);
        assertThat(begins(troubles, "c")).isEmpty();
        for (int i = 0; i < 100; i++) {
            assertThat(ofA.get(i)).isBetween(1000L + 100 * i, 1000L + 100 * i + 90);
        }
        assertThat(ofA.stream().map(at -> (at - 1000) % 100).distinct()).hasSizeGreaterThan(50);
    }

    private static List<Long> begins(Troubles troubles, String peer) {
        return LongStream.range(0, 12_000)
                .filter(now -> troubles.stall(now, peer) != null)
                .map(now -> Objects.requireNonNull(troubles.stall(now, peer)).from())
                .distinct()
                .boxed()
                .toList();
    }
}
