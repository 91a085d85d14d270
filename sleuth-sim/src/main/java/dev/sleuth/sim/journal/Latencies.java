package dev.sleuth.sim.journal;

import java.util.List;
import org.HdrHistogram.Histogram;

/** How long calls took, from when they were to be sent until they ended: what a stall of the caller cannot hide. */
public final class Latencies {
    /** One more than anybody is shown. */
    private static final int SIGNIFICANT_DIGITS = 4;

    private Latencies() {}

    /**
     * The latencies of a service's calls in nanoseconds, to four digits. Calls that failed count too, with the time
     * they took: a timeout is a wait like any other.
     *
     * @param from calls planned at this time or later, in nanoseconds since the start
     * @param until and before this time
     */
    public static Histogram of(List<Entry> entries, String service, long from, long until) {
        Histogram histogram = new Histogram(SIGNIFICANT_DIGITS);
        for (Entry entry : entries) {
            if (entry instanceof Entry.Called call
                    && call.service().equals(service)
                    && call.planned() >= from
                    && call.planned() < until) {
                histogram.recordValue(Math.max(0, call.at() - call.planned()));
            }
        }
        return histogram;
    }

    /** The latency in nanoseconds that {@code percent} of the calls did not exceed, to four digits; 0 if none was. */
    public static long at(Histogram histogram, double percent) {
        // The lower edge of the bucket, so that a call of exactly 2 ms is not held to exceed 2 ms.
        return histogram.lowestEquivalentValue(histogram.getValueAtPercentile(percent));
    }
}
