package dev.sleuth;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How often something happened in about the last ten seconds, and how long it took. One thread at a time writes, which
 * costs a few nanoseconds and no memory; any other may read, and then sees each number as it was at some moment of its
 * reading.
 *
 * <p>Time is cut into slots, and a slot that is used again forgets what it held. A time falls into one of eight buckets
 * for each doubling, so a quantile is off by a sixteenth at most.
 */
final class RecentTimes {
    private static final int SLOTS = 5;
    private static final long SLOT_NANOS = 2_000_000_000;
    /** A rate over less time than this would be wild. */
    private static final long LEAST_NANOS = 1_000_000_000;

    /** What is shorter than about a microsecond is all the same. */
    private static final int LEAST_POWER = 10;
    /** What is longer than about a minute is all the same, too. */
    private static final int MOST_POWER = 36;

    private static final int STEP_BITS = 3;
    private static final int STEPS = 1 << STEP_BITS;
    private static final int BUCKETS = 1 + (MOST_POWER - LEAST_POWER) * STEPS;
    /** The first number of a slot counts all that happened, timed or not. */
    private static final int WIDTH = 1 + BUCKETS;

    /**
     * What was seen.
     *
     * @param perSecond how often it happened
     * @param p50 the median of the times, in nanoseconds; 0 if there are none
     * @param p99 what one in a hundred times reaches, in nanoseconds; 0 if there are none
     */
    record Seen(double perSecond, long p50, long p99) {}

    private final long since;
    /** Which slot of all time each of ours is right now. */
    private final AtomicLongArray epochs = new AtomicLongArray(SLOTS);

    private final AtomicIntegerArray counts = new AtomicIntegerArray(SLOTS * WIDTH);

    /** @param since before the first thing happened, in nanoseconds of the same clock as all that follows */
    RecentTimes(long since) {
        this.since = since;
        for (int slot = 0; slot < SLOTS; slot++) {
            epochs.setPlain(slot, -1);
        }
    }

    /** Something happened and took {@code nanos}. */
    void timed(long now, long nanos) {
        int base = slot(now);
        increment(base);
        increment(base + 1 + bucket(nanos));
    }

    /** Something happened, and how long it took says nothing. */
    void counted(long now) {
        increment(slot(now));
    }

    private int slot(long now) {
        long epoch = now / SLOT_NANOS;
        int slot = (int) (epoch % SLOTS);
        int base = slot * WIDTH;
        if (epochs.getPlain(slot) != epoch) {
            for (int i = base; i < base + WIDTH; i++) {
                counts.setOpaque(i, 0);
            }
            epochs.setRelease(slot, epoch);
        }
        return base;
    }

    private void increment(int index) {
        counts.setOpaque(index, counts.getPlain(index) + 1);
    }

    /** What was seen until {@code now}. For any thread. */
    Seen seen(long now) {
        long newest = now / SLOT_NANOS;
        long[] sums = new long[WIDTH];
        for (int slot = 0; slot < SLOTS; slot++) {
            long epoch = epochs.getAcquire(slot);
            if (epoch > newest - SLOTS && epoch >= 0) {
                for (int i = 0; i < WIDTH; i++) {
                    sums[i] += counts.getOpaque(slot * WIDTH + i);
                }
            }
        }
        long from = Math.max(since, (newest - SLOTS + 1) * SLOT_NANOS);
        double seconds = Math.max(now - from, LEAST_NANOS) / 1e9;
        return new Seen(sums[0] / seconds, quantile(sums, 0.5), quantile(sums, 0.99));
    }

    private static long quantile(long[] sums, double share) {
        long all = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            all += sums[1 + bucket];
        }
        long left = (long) Math.ceil(all * share);
        for (int bucket = 0; bucket < BUCKETS && all > 0; bucket++) {
            left -= sums[1 + bucket];
            if (left <= 0) {
                return middle(bucket);
            }
        }
        return 0;
    }

    private static int bucket(long nanos) {
        if (nanos < (1L << LEAST_POWER)) {
            return 0;
        }
        int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
        if (power >= MOST_POWER) {
            return BUCKETS - 1;
        }
        return 1 + (power - LEAST_POWER) * STEPS + (int) ((nanos >>> (power - STEP_BITS)) & (STEPS - 1));
    }

    private static long middle(int bucket) {
        if (bucket == 0) {
            return 1L << (LEAST_POWER - 1);
        }
        int shift = (bucket - 1) / STEPS + LEAST_POWER - STEP_BITS;
        long lowest = (long) (STEPS + (bucket - 1) % STEPS) << shift;
        return lowest + (1L << (shift - 1));
    }
}
