package dev.sleuth.bench;

/**
 * What one stretch of load showed, on both sides.
 *
 * @param p50 median time of one call, microseconds
 * @param p99 99th percentile, microseconds
 * @param rate answered calls per second
 * @param cpu processor time of both processes per answered call, microseconds
 * @param failures calls without the right answer
 */
record Sample(double p50, double p99, double rate, double cpu, long failures) {
    static Sample of(Window window, long cpuNanos) {
        return new Sample(
                window.p50() / 1e3,
                window.p99() / 1e3,
                window.calls() * 1e9 / window.nanos(),
                cpuNanos / 1e3 / window.calls(),
                window.failures());
    }
}
