package dev.sleuth.sim;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Figures as people read them, always with their unit. */
final class Figures {
    private static final int DIGITS = 3;

    private Figures() {}

    /** A time to three digits: {@code 12.3 ms}. */
    static String time(long nanos) {
        BigDecimal value = inItsUnit(nanos);
        int whole = Math.max(0, value.precision() - value.scale());
        return plain(value.round(new MathContext(Math.max(DIGITS, whole), RoundingMode.HALF_UP))) + " " + unit(nanos);
    }

    /** A time with all its digits: what was asked for. */
    static String exactTime(long nanos) {
        return plain(inItsUnit(nanos)) + " " + unit(nanos);
    }

    /** A time to three digits, or as many more as tell it from {@code limit}. */
    static String timeBeside(long nanos, long limit) {
        return nanos != limit && time(nanos).equals(time(limit)) ? exactTime(nanos) : time(nanos);
    }

    /** A share of 1 as percent, to one decimal place: {@code 33.3%}. */
    static String percent(double share) {
        return plain(BigDecimal.valueOf(share * 100).setScale(1, RoundingMode.HALF_UP)) + "%";
    }

    /** {@code 1 call}, {@code 1,200 calls}. */
    static String count(long number, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
    }

    private static String unit(long nanos) {
        long size = Math.abs(nanos);
        return size == 0 || size >= 1_000_000_000 ? "s" : size >= 1_000_000 ? "ms" : size >= 1_000 ? "µs" : "ns";
    }

    private static BigDecimal inItsUnit(long nanos) {
        int places = switch (unit(nanos)) {
            case "s" -> 9;
            case "ms" -> 6;
            case "µs" -> 3;
            default -> 0;
        };
        return BigDecimal.valueOf(nanos, places);
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
