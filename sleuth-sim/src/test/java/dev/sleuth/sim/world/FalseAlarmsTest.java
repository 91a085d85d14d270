package dev.sleuth.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Journal;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nobody takes a pause and some lost beacons for a death. A few seeds; {@code .ci/soak} looks at a hundred. */
class FalseAlarmsTest {
    private static final int PEERS = 20;
    private static final int CALLERS = 4;
    private static final long MINUTES = Duration.ofMinutes(10).toNanos();

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Integer.getInteger("sleuth.seeds", 2));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void ten_minutes_of_lost_beacons_and_stalls_remove_nobody(long seed) {
        Journal journal = new Journal();
        List<String> names =
                IntStream.rangeClosed(1, PEERS).mapToObj(i -> "peer-" + i).toList();
        try (VirtualWorld world = new VirtualWorld(seed, journal)) {
            names.forEach(name -> world.start(0, new PeerSpec(name, "echo", null, PeerSpec.AT_WORK)));
            world.advance(Duration.ofSeconds(2).toNanos());
            world.loseBeacons(1, 0.3, MINUTES);
            world.inflict(
                    2,
                    new Trouble.Stall(
                            names,
                            Duration.ofMillis(400).toNanos(),
                            Duration.ofSeconds(4).toNanos(),
                            MINUTES));
            // Whoever owes an answer is suspected sooner than whoever is only silent.
            world.load(new LoadSpec(
                    names.subList(0, CALLERS),
                    "echo",
                    new Pace.Rate(5),
                    Duration.ofSeconds(2).toNanos(),
                    MINUTES,
                    100,
                    Duration.ofSeconds(5).toNanos(),
                    "GET"));
            world.advance(MINUTES);
        }
        List<Entry> entries = journal.entries();

        assertThat(entries).filteredOn(Entry.Entered.class::isInstance).hasSize(PEERS * (PEERS - 1));
        assertThat(entries).filteredOn(Entry.Exited.class::isInstance).isEmpty();
        assertThat(entries).filteredOn(Entry.Suspected.class::isInstance).isNotEmpty();
        assertThat(hits(entries, 1)).as("beacons lost").isGreaterThan(PEERS * PEERS * 600);
        assertThat(hits(entries, 2)).as("inputs that had to wait").isGreaterThan(PEERS * 140 * PEERS);
    }

    private static long hits(List<Entry> entries, int step) {
        return entries.stream()
                .filter(entry -> entry instanceof Entry.Hit hit && hit.step() == step)
                .mapToLong(entry -> ((Entry.Hit) entry).times())
                .sum();
    }
}
