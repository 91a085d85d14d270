package dev.sleuth.sim.world;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One question to another clock: when it was sent and answered by ours, and what the other said. Somewhere in between
 * it said so; taking the middle is wrong by half the round trip at most. Pure; all in nanoseconds.
 *
 * @param sent by our clock
 * @param answered by our clock
 * @param there what the other clock said
 * @param wall what the clock on the wall said there at that moment, since 1970
 */
record ClockSample(long sent, long answered, long there, long wall) {
    /** The one that says most: that of the shortest round trip. */
    static ClockSample best(List<ClockSample> samples) {
        ClockSample best = samples.get(0);
        for (ClockSample sample : samples) {
            best = sample.roundTrip() < best.roundTrip() ? sample : best;
        }
        return best;
    }

    long roundTrip() {
        return answered - sent;
    }

    /** How much the other clock is ahead of ours. */
    long offset() {
        return there - (sent + roundTrip() / 2);
    }

    /** What our clock shows at a moment of the wall there. */
    long ours(Instant moment) {
        long nanos = TimeUnit.SECONDS.toNanos(moment.getEpochSecond()) + moment.getNano();
        return nanos - wall + there - offset();
    }
}
