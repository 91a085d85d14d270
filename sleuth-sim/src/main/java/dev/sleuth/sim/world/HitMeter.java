package dev.sleuth.sim.world;

import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Log;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sums up what troubles hit, and writes the sums down at the end of each second. */
final class HitMeter {
    private record Kind(int step, String what) {}

    private final Log journal;
    private final Map<Kind, Long> counts = new LinkedHashMap<>();
    private long windowEnd = Long.MAX_VALUE;

    HitMeter(Log journal) {
        this.journal = journal;
    }

    void count(long now, int step, String what, long times) {
        closeWindow(now);
        if (times > 0) {
            counts.merge(new Kind(step, what), times, Long::sum);
            windowEnd = Math.min(windowEnd, (now / BeaconMeter.WINDOW + 1) * BeaconMeter.WINDOW);
        }
    }

    /** When {@link #closeWindow} has something to write; {@link Long#MAX_VALUE} if nothing was counted. */
    long deadline() {
        return windowEnd;
    }

    void closeWindow(long now) {
        if (now >= windowEnd) {
            write(windowEnd);
        }
    }

    /** Writes down what was counted so far. */
    void write(long at) {
        counts.forEach((kind, times) -> journal.append(new Entry.Hit(at, kind.step(), kind.what(), times)));
        counts.clear();
        windowEnd = Long.MAX_VALUE;
    }
}
