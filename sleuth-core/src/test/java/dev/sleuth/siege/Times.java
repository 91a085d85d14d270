package dev.sleuth.siege;

import java.util.Arrays;

/** How long calls took. */
final class Times {
    private long[] nanos = new long[1024];
    private int count;
    private int failed;

    synchronized void took(long time, boolean good) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = time;
        failed += good ? 0 : 1;
    }

    synchronized void add(Times others) {
        for (int i = 0; i < others.count; i++) {
            took(others.nanos[i], true);
        }
        failed += others.failed;
    }

    /** For {@link Figures#parse}. */
    synchronized String line() {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return count + " " + failed + " " + at(sorted, 0.5) + " " + at(sorted, 0.99) + " " + at(sorted, 1);
    }

    private static long at(long[] sorted, double part) {
        return sorted.length == 0 ? 0 : sorted[Math.max(0, (int) Math.ceil(part * sorted.length) - 1)];
    }
}
