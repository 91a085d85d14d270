package dev.sleuth;

/**
 * Whether the next run of a handler may be expected to be short: if about the last thousand were on average. An
 * average, since a machine that does something else for a moment makes any run look long.
 *
 * <p>Used by several threads without a lock: an update that gets lost does no harm.
 */
final class Trust {
    /** Beyond that, a switch of threads costs little beside the run itself, and other cores could do it meanwhile. */
    static final long SHORT_NANOS = 10_000;

    private static final int RUNS = 1_024;

    /** Before anything is known, more than short. */
    private volatile long average = 10 * SHORT_NANOS;

    boolean earned() {
        return average <= SHORT_NANOS;
    }

    /** A run has ended that took so long. */
    void ended(long nanos) {
        long before = average;
        average = before + (nanos - before) / RUNS;
    }
}
