package dev.sleuth.sim.world;

import dev.sleuth.sim.journal.Entry;
import java.util.ArrayList;
import java.util.List;

/**
 * When a container was stopped on purpose, to tell that from a machine that stands still by itself: its stall meter
 * cannot. For any number of threads; times are nanoseconds since the start of the run.
 */
final class Standstills {
    private record Stop(long from, long until) {}

    private final List<Stop> stops = new ArrayList<>();
    private long stopped = Long.MAX_VALUE;

    /** It is about to be stopped. */
    synchronized void stop(long now) {
        stopped = now;
    }

    /** It goes on. */
    synchronized void goOn(long now) {
        stops.add(new Stop(stopped, now));
        stopped = Long.MAX_VALUE;
    }

    /** What of a stall was nobody's purpose, in nanoseconds. */
    synchronized long unintended(Entry.Stalled stall) {
        long from = stall.at() - stall.nanos();
        long intended = Math.max(0, stall.at() - Math.max(from, stopped));
        for (Stop stop : stops) {
            intended += Math.max(0, Math.min(stall.at(), stop.until()) - Math.max(from, stop.from()));
        }
        return stall.nanos() - intended;
    }
}
