package dev.sleuth.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Journal;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real peers and sockets. What is awaited is awaited in steps of a little world time, for as long as it takes. */
@Timeout(60)
class JvmWorldTest {
    private static final long STEP = 20_000_000;
    private static final PeerSpec A = new PeerSpec("a", "echo", "1", PeerSpec.AT_WORK);
    private static final PeerSpec B = new PeerSpec("b", "echo", "1", PeerSpec.AT_WORK);
    private static final PeerSpec CALLER = new PeerSpec("caller", null, null, PeerSpec.AT_WORK);

    private static final List<String> CRASHED = List.of("crashed");

    private final Journal journal = new Journal();
    private long now;

    @Test
    void aReplicaCrashesAndComesBackAnotherFreezesAndThawsAndOneLeavesUnderLoad() throws Exception {
        try (JvmWorld world = new JvmWorld(1, journal)) {
            List.of(A, B, CALLER).forEach(peer -> world.start(0, peer));
            until(world, sees("caller", "a").and(sees("caller", "b")).and(sees("a", "b")));
            world.load(new LoadSpec(
                    List.of("caller"), "echo", new Pace.Rate(200), now, Long.MAX_VALUE, 100, 500_000_000, "GET"));
            until(world, answeredBy("a").and(answeredBy("b")));

            world.crash(1, "a");
            until(world, entries -> CRASHED.equals(kinds(exits(entries, "b", "a"))));
            world.start(2, A);
            until(world, entries -> count(entries, new Entry.Entered(0, "caller", "a")) == 2);

            world.freeze(3, "b", 1_500_000_000);
            until(world, entries -> exits(entries, "caller", "b").equals(List.of("silent")));
            until(world, entries -> entries.stream().anyMatch(entry -> entry instanceof Entry.Thawed));
            until(world, entries -> count(entries, new Entry.Entered(0, "caller", "b")) == 2);

            world.leave(4, "a");
            until(world, entries -> List.of("crashed", "left").equals(kinds(exits(entries, "caller", "a"))));
        }

        assertThat(journal.entries())
                .filteredOn(Entry.Hit.class::isInstance)
                .extracting(entry -> ((Entry.Hit) entry).step())
                .contains(1, 3);
        assertThat(journal.entries())
                .filteredOn(Entry.Called.class::isInstance)
                .extracting(entry -> ((Entry.Called) entry).number())
                .doesNotHaveDuplicates();
    }

    @Test
    void lostBeaconsAreCountedAndHitNobodyWhoIsThere() throws Exception {
        try (JvmWorld world = new JvmWorld(1, journal)) {
            List.of(A, B, CALLER).forEach(peer -> world.start(0, peer));
            until(
                    world,
                    sees("caller", "a")
                            .and(sees("caller", "b"))
                            .and(sees("a", "b"))
                            .and(sees("b", "a")));

            world.loseBeacons(1, 0.5, 60_000_000_000L);
            until(
                    world,
                    entries -> entries.stream()
                            .anyMatch(entry -> entry instanceof Entry.Beacons beacons && beacons.lost() > 0));
        }

        assertThat(journal.entries()).noneMatch(Entry.Exited.class::isInstance);
        assertThat(journal.entries()).anyMatch(entry -> entry instanceof Entry.Hit hit && hit.step() == 1);
    }

    @Test
    void peersThatAreHeldApartLoseAndFindEachOtherAndCutConnectionsAreMadeAgain() throws Exception {
        try (JvmWorld world = new JvmWorld(1, journal)) {
            List.of(A, B, CALLER).forEach(peer -> world.start(0, peer));
            until(world, sees("caller", "a").and(sees("a", "caller")).and(sees("caller", "b")));

            Between apart = new Between(Set.of("caller"), Set.of("a"), true);
            world.inflict(1, new Trouble.Hold(apart, 1_500_000_000));
            until(world, entries -> exits(entries, "caller", "a").equals(List.of("silent")));
            until(world, entries -> exits(entries, "a", "caller").equals(List.of("silent")));
            until(world, entries -> count(entries, new Entry.Entered(0, "caller", "a")) == 2);
            until(world, entries -> count(entries, new Entry.Entered(0, "a", "caller")) == 2);

            world.inflict(2, new Trouble.Cut(apart));
            until(world, entries -> hits(entries, 2) == 2);
            world.load(new LoadSpec(
                    List.of("caller"), "echo", new Pace.Rate(200), now, Long.MAX_VALUE, 100, 500_000_000, "GET"));
            until(world, answeredBy("a"));
        }
        assertThat(hits(journal.entries(), 1)).isPositive();
        assertThat(exits(journal.entries(), "caller", "a")).containsExactly("silent");
        assertThat(exits(journal.entries(), "caller", "b")).isEmpty();
    }

    @Test
    void aFullLoadMeasuresWhatIsCalledAMultipleOfLater() throws Exception {
        long second = 1_000_000_000;
        try (JvmWorld world = new JvmWorld(1, journal)) {
            world.start(0, new PeerSpec("a", "echo", null, 4));
            world.start(1, List.of(CALLER));
            until(world, sees("caller", "a").and(sees("a", "caller")));
            world.inflict(2, new Trouble.SlowHandlers(List.of("a"), 10_000_000, true, 60 * second));
            world.load(new LoadSpec(
                    List.of("caller"), "echo", new Pace.Full(4), now, now + second, 100, 5 * second, "GET"));
            world.load(new LoadSpec(
                    List.of("caller"),
                    "echo",
                    new Pace.Times(5),
                    now + second,
                    Long.MAX_VALUE,
                    100,
                    5 * second,
                    "GET"));
            until(world, entries -> calls(entries, 200) > 20 && calls(entries, 503) > 20);
        }
        assertThat(hits(journal.entries(), 2)).isPositive();
    }

    @Test
    void whatIsSlowIsSlowAndWhatFailsIsNotAskedTwiceIfItMustNotBe() throws Exception {
        try (JvmWorld world = new JvmWorld(1, journal)) {
            world.start(0, A);
            world.start(1, List.of(CALLER));
            until(world, sees("caller", "a").and(sees("a", "caller")));
            world.inflict(
                    2,
                    new Trouble.Slow(new Between(Set.of("caller"), Set.of("a"), true), 30_000_000, 0, 60_000_000_000L));
            world.inflict(3, new Trouble.SlowHandlers(List.of("a"), 40_000_000, false, 60_000_000_000L));
            world.inflict(4, new Trouble.FailingHandlers(List.of("a"), 0.5, 60_000_000_000L));
            world.load(new LoadSpec(
                    List.of("caller"), "echo", new Pace.Rate(50), now, Long.MAX_VALUE, 100, 5_000_000_000L, "POST"));
            until(world, entries -> calls(entries, 200) > 3 && calls(entries, 500) > 3);
        }
        assertThat(journal.entries())
                .filteredOn(Entry.Called.class::isInstance)
                .extracting(entry -> ((Entry.Called) entry).at() - ((Entry.Called) entry).planned())
                .allMatch(latency -> latency >= 100_000_000);
        assertThat(List.of(hits(journal.entries(), 2), hits(journal.entries(), 3), hits(journal.entries(), 4)))
                .allMatch(times -> times > 0);
        assertThat(journal.entries())
                .filteredOn(Entry.Executed.class::isInstance)
                .extracting(entry -> ((Entry.Executed) entry).number())
                .hasSizeGreaterThan(6)
                .doesNotHaveDuplicates();
    }

    private static long calls(List<Entry> entries, int status) {
        return entries.stream()
                .filter(entry -> entry instanceof Entry.Called call && call.status() == status)
                .count();
    }

    private static long hits(List<Entry> entries, int step) {
        return entries.stream()
                .filter(entry -> entry instanceof Entry.Hit hit && hit.step() == step)
                .mapToLong(entry -> ((Entry.Hit) entry).times())
                .sum();
    }

    private void until(JvmWorld world, Predicate<List<Entry>> holds) throws InterruptedException {
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

    /** A machine that has no time may take longer to say that nobody is there than anybody waits for. */
    private static List<String> kinds(List<String> causes) {
        return causes.stream()
                .map(cause -> cause.equals("refused") || cause.equals("broken") ? "crashed" : cause)
                .toList();
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
