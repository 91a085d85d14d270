package dev.sleuth.bench;

import org.HdrHistogram.Histogram;

/**
 * What one stretch of load showed, on the calling side.
 *
 * @param calls answered calls
 * @param failures calls that threw or whose answer was not the body that was sent
 * @param nanos how long it took
 * @param p50 median time of one answered call, nanoseconds
 * @param p99 99th percentile of the same
 */
record Window(long calls, long failures, long nanos, long p50, long p99) {
    private static final long LONGEST = 60_000_000_000L;

    /** A histogram for the times of calls in nanoseconds, up to a minute, three digits. */
    static Histogram histogram() {
        return new Histogram(LONGEST, 3);
    }

    /** Notes one call's time. */
    static void record(Histogram times, long nanos) {
        times.recordValue(Math.min(nanos, LONGEST));
    }

    static Window of(Histogram times, long failures, long nanos) {
        return new Window(
                times.getTotalCount(), failures, nanos, times.getValueAtPercentile(50), times.getValueAtPercentile(99));
    }

    /** This on one line, for {@link #parse}. */
    String line() {
        return calls + " " + failures + " " + nanos + " " + p50 + " " + p99;
    }

    static Window parse(String line) {
        String[] words = line.split(" ");
        return new Window(
                Long.parseLong(words[0]),
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                Long.parseLong(words[3]),
                Long.parseLong(words[4]));
    }
}
