package dev.sleuth.sim.world;

import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Log;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts the beacons that one peer hears and loses, and writes the sums down at the end of each second. */
final class BeaconMeter {
    /** How long a window is, in nanoseconds. The windows of all peers end at the same times. */
    static final long WINDOW = 1_000_000_000;

    private static final class Count {
        long heard;
        long lost;
    }

    private final String peer;
    private final Log journal;
    /** Kept from window to window: there are as many as names in the scenario. */
    private final Map<String, Count> counts = new LinkedHashMap<>();

    private long windowEnd = Long.MAX_VALUE;
    /** The one that lost the beacons that {@link #lost} counts; null before the first. */
    private Faults.@Nullable Loss loss;

    private long lost;

    BeaconMeter(String peer, Log journal) {
        this.peer = peer;
        this.journal = journal;
    }

    /** @param by the fault that lost the beacon; null if it was heard */
    void count(long now, String about, Faults.@Nullable Loss by) {
        closeWindow(now);
        if (windowEnd == Long.MAX_VALUE) {
            windowEnd = (now / WINDOW + 1) * WINDOW;
        }
        Count count = counts.computeIfAbsent(about, name -> new Count());
        if (by == null) {
            count.heard++;
            return;
        }
        count.lost++;
        if (!by.equals(loss)) {
            writeHit(now);
            loss = by;
        }
        lost++;
    }

    /** When {@link #closeWindow} has something to write; Long.MAX_VALUE if nothing was counted. */
    long deadline() {
        return windowEnd;
    }

    /** Writes the sums down if their window has ended. */
    void closeWindow(long now) {
        if (now >= windowEnd) {
            write(windowEnd);
        }
    }

    /** Writes down what was counted so far. */
    void write(long at) {
        counts.forEach((about, count) -> write(at, about, count));
        windowEnd = Long.MAX_VALUE;
        writeHit(at);
    }

    private void write(long at, String about, Count count) {
        if (count.heard + count.lost > 0) {
            journal.append(new Entry.Beacons(at, peer, about, count.heard, count.lost));
            count.heard = 0;
            count.lost = 0;
        }
    }

    private void writeHit(long at) {
        if (loss != null && lost > 0) {
            journal.append(new Entry.Hit(at, loss.step(), "beacons to " + peer + " lost", lost));
            lost = 0;
        }
    }
}
