package dev.sleuth.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Journal;
import dev.sleuth.sim.world.docker.DockerAnswers;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Real containers. What is awaited is awaited in steps of a little world time, for as long as it takes. */
@Tag("docker")
@Timeout(120)
@ExtendWith(DockerAnswers.class)
class DockerWorldTest {
    private static final long STEP = 20_000_000;
    private static final long SECOND = 1_000_000_000;
    private static final PeerSpec A = new PeerSpec("a", "echo", "1", PeerSpec.AT_WORK);
    private static final PeerSpec B = new PeerSpec("b", "echo", "1", PeerSpec.AT_WORK);
    private static final PeerSpec CALLER = new PeerSpec("caller", null, null, PeerSpec.AT_WORK);
    private static final List<PeerSpec> ALL = List.of(A, B, CALLER);

    private final Journal journal = new Journal();
    private long now;

    private DockerWorld world() {
        DockerWorld world = DockerWorld.open(1, ALL, journal, System.err::println);
        ALL.forEach(peer -> world.start(0, peer));
        return world;
    }

    @Test
    void a_replica_crashes_and_comes_back_another_freezes_and_one_leaves_under_load() throws Exception {
        try (DockerWorld world = world()) {
            until(
                    world,
                    sees("caller", "a")
                            .and(sees("caller", "b"))
                            .and(sees("a", "b"))
                            .and(sees("b", "a")));
            world.load(new LoadSpec(
                    List.of("caller"), "echo", new Pace.Rate(200), now, Long.MAX_VALUE, 100, SECOND / 2, "GET"));
            until(world, answeredBy("a").and(answeredBy("b")));

            world.crash(1, "a");
            until(world, entries -> exits(entries, "b", "a").size() == 1);
            world.start(2, A);
            until(world, entries -> count(entries, new Entry.Entered(0, "caller", "a")) == 2);

            world.loseBeacons(3, 0.5, SECOND);
            world.freeze(4, "b", 3 * SECOND / 2);
            until(world, entries -> exits(entries, "caller", "b").contains("silent"));
            until(world, entries -> entries.stream().anyMatch(entry -> entry instanceof Entry.Thawed));
            until(world, entries -> count(entries, new Entry.Entered(0, "caller", "b")) == 2);

            world.leave(5, "a");
            until(world, entries -> exits(entries, "caller", "a").size() == 2);
        }

        assertThat(journal.entries())
                .filteredOn(Entry.Hit.class::isInstance)
                .extracting(entry -> ((Entry.Hit) entry).step())
                .contains(1, 3, 4);
        assertThat(journal.entries())
                .filteredOn(Entry.Called.class::isInstance)
                .extracting(entry -> ((Entry.Called) entry).number())
                .doesNotHaveDuplicates();
        assertThat(exits(journal.entries(), "caller", "a")).endsWith("left");
    }

    @Test
    void causes_stand_before_effects_and_times_are_those_of_one_clock() throws Exception {
        try (DockerWorld world = world()) {
            until(world, sees("a", "b").and(sees("b", "a")).and(sees("caller", "a")));
            world.crash(1, "a");
            until(world, entries -> exits(entries, "b", "a").size() == 1);
        }
        List<Entry> entries = journal.entries();
        assertThat(entries.stream().limit(3)).allMatch(entry -> entry instanceof Entry.Up);
        List<Entry> about = entries.stream()
                .filter(entry -> entry instanceof Entry.Down
                        || entry instanceof Entry.Exited exited
                                && exited.peer().equals("b")
                                && exited.seen().equals("a"))
                .toList();
        assertThat(about).hasSize(2).first().isInstanceOf(Entry.Down.class);
        // A second is far more than two clocks of one machine may differ, and far less than two machines' do.
        assertThat(about.get(1).at() - about.get(0).at()).isBetween(-SECOND, SECOND);
        assertThat(entries).allMatch(entry -> entry.at() >= 0 && entry.at() < 120 * SECOND);
    }

    @Test
    void two_worlds_at_once_do_not_see_each_other() throws Exception {
        Journal other = new Journal();
        try (DockerWorld world = world();
                DockerWorld beside = DockerWorld.open(1, List.of(A, B), other, System.err::println)) {
            List.of(A, B).forEach(peer -> beside.start(0, peer));
            until(world, sees("a", "b").and(sees("b", "a")).and(sees("caller", "a")));
            world.crash(1, "a");
            until(world, entries -> exits(entries, "b", "a").size() == 1);
            while (!sees("a", "b").and(sees("b", "a")).test(other.entries())) {
                now += STEP;
                world.advance(now);
            }
        }
        assertThat(other.entries()).noneMatch(Entry.Exited.class::isInstance);
    }

    private void until(DockerWorld world, Predicate<List<Entry>> holds) throws InterruptedException {
        while (!holds.test(journal.entries())) {
            now += STEP;
            world.advance(now);
        }
    }

    private static Predicate<List<Entry>> sees(String peer, String seen) {
        return entries -> count(entries, new Entry.Entered(0, peer, seen)) > 0;
    }

    private static Predicate<List<Entry>> answeredBy(String peer) {
        return entries -> entries.stream()
                .anyMatch(
                        entry -> entry instanceof Entry.Called call && call.status() == 200 && peer.equals(call.by()));
    }

    private static long count(List<Entry> entries, Entry.Entered like) {
        return entries.stream()
                .filter(entry -> entry instanceof Entry.Entered entered
                        && entered.peer().equals(like.peer())
                        && entered.seen().equals(like.seen()))
                .count();
    }

    private static List<String> exits(List<Entry> entries, String peer, String seen) {
        return entries.stream()
                .filter(entry -> entry instanceof Entry.Exited exited
                        && exited.peer().equals(peer)
                        && exited.seen().equals(seen))
                .map(entry -> ((Entry.Exited) entry).cause())
                .toList();
    }
}
