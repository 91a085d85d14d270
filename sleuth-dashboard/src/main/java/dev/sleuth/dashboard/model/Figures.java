package dev.sleuth.dashboard.model;

import java.util.Locale;

/** Figures as people read them, short. */
public final class Figures {
    private static final double SECOND = 1e9;

    private Figures() {}

    /** A span: {@code 1.5 s}, {@code 417 µs}. */
    public static String time(long nanos) {
        if (nanos >= 1_000_000_000) {
            return String.format(Locale.ROOT, "%.2f s", nanos / SECOND);
        } else if (nanos >= 1_000_000) {
            return String.format(Locale.ROOT, nanos >= 10_000_000 ? "%.0f ms" : "%.1f ms", nanos / 1e6);
        }
        return nanos / 1000 + " µs";
    }

    /** A moment since the start: {@code 12.3 s}. */
    public static String clock(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / SECOND);
    }

    /** Calls a second: {@code 100/s}, {@code 2.5/s}. */
    public static String rate(double perSecond) {
        boolean whole = perSecond >= 10 || perSecond == Math.rint(perSecond);
        return String.format(Locale.ROOT, whole ? "%.0f/s" : "%.1f/s", perSecond);
    }
}
