package dev.sleuth.sim;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Figures with units, as scenarios and options have them: {@code 250ms}, {@code 100/s}, {@code 30%}, {@code 1KiB}. What
 * is wrong is told by an {@link IllegalArgumentException} that says what to write instead.
 */
public final class Units {
    /** The longest time that a scenario may name. */
    private static final BigDecimal DAY = new BigDecimal("86400000000000");

    private static final Pattern FIGURE = Pattern.compile("(-?)(\\d{1,15}(?:\\.\\d{1,9})?) ?([a-zA-Zµ/%]*)");
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");
    private static final Pattern HUNDREDTHS = Pattern.compile("\\d{1,6}(\\.\\d{1,2})?");
    private static final Units TIME = new Units(
            "time",
            "3s or 250ms",
            "ns",
            "1",
            "us",
            "1000",
            "µs",
            "1000",
            "ms",
            "1000000",
            "s",
            "1000000000",
            "min",
            "60000000000");
    private static final Units RATE = new Units("rate", "100/s", "/s", "1");
    private static final Units PERCENT = new Units("percentage", "30%", "%", "0.01");
    private static final Units BYTES = new Units("size", "100B or 1KiB", "B", "1", "KiB", "1024", "MiB", "1048576");

    private final String noun;
    private final String example;
    private final Map<String, BigDecimal> factors = new LinkedHashMap<>();

    private Units(String noun, String example, String... unitsAndFactors) {
        this.noun = noun;
        this.example = example;
        for (int i = 0; i < unitsAndFactors.length; i += 2) {
            factors.put(unitsAndFactors[i], new BigDecimal(unitsAndFactors[i + 1]));
        }
    }

    /** A time from 0 to a day, in nanoseconds. */
    public static long time(String text) {
        BigDecimal nanos = TIME.parse(text);
        if (nanos.compareTo(DAY) > 0) {
            throw new IllegalArgumentException(quote(text) + " is too long; the longest time is 1440min");
        }
        if (nanos.setScale(0, RoundingMode.DOWN).compareTo(nanos) != 0) {
            throw new IllegalArgumentException(quote(text) + " is finer than 1ns; write whole nanoseconds");
        }
        return nanos.longValueExact();
    }

    /** So many a second: more than 0, at most a million. */
    static double rate(String text) {
        double rate = RATE.parse(text).doubleValue();
        if (rate <= 0 || rate > 1_000_000) {
            throw new IllegalArgumentException(
                    quote(text) + " is out of range; write more than 0/s and at most 1000000/s");
        }
        return rate;
    }

    /** A share from 0 to 1. */
    static double percent(String text) {
        double share = PERCENT.parse(text).doubleValue();
        if (share > 1) {
            throw new IllegalArgumentException(quote(text) + " is more than all; write 0% to 100%");
        }
        return share;
    }

    /** A share that may be more than all: from 1% to 10,000%. */
    static double multiple(String text) {
        double multiple = PERCENT.parse(text).doubleValue();
        if (multiple < 0.01 || multiple > 100) {
            throw new IllegalArgumentException(quote(text) + " is out of range; write 1% to 10000%");
        }
        return multiple;
    }

    /** Bytes, at most 64 MiB. */
    static int bytes(String text) {
        BigDecimal bytes = BYTES.parse(text);
        if (bytes.compareTo(BigDecimal.valueOf(64L << 20)) > 0) {
            throw new IllegalArgumentException(quote(text) + " is too large; write at most 64MiB");
        }
        return bytes.intValue();
    }

    static long whole(String text, long min, long max) {
        if (!WHOLE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    quote(text) + " is not a whole number; write one such as " + Math.max(min, 1));
        }
        long number = Long.parseLong(text);
        if (number < min || number > max) {
            throw new IllegalArgumentException(quote(text) + " is out of range; write " + min + " to " + max);
        }
        return number;
    }

    /** A number with up to two decimals, in hundredths. */
    static long hundredths(String text, long min, long max) {
        if (!HUNDREDTHS.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    quote(text) + " is no number with up to two decimals; write one such as 1.25");
        }
        long hundredths = new BigDecimal(text).movePointRight(2).longValueExact();
        if (hundredths < min * 100 || hundredths > max * 100) {
            throw new IllegalArgumentException(quote(text) + " is out of range; write " + min + " to " + max);
        }
        return hundredths;
    }

    /** A piece of the file as part of a message: on one line and not too long. */
    static String quote(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return '"' + (line.length() > 40 ? line.substring(0, 40) + "..." : line) + '"';
    }

    private BigDecimal parse(String text) {
        Matcher figure = FIGURE.matcher(text);
        if (!figure.matches()) {
            throw new IllegalArgumentException(quote(text) + " is not a " + noun + "; write for example " + example);
        }
        BigDecimal factor = factors.get(figure.group(3));
        if (figure.group(3).isEmpty()) {
            throw new IllegalArgumentException(quote(text) + " has no unit; write for example " + example);
        }
        if (factor == null) {
            String known = String.join(", ", factors.keySet());
            throw new IllegalArgumentException(
                    quote(text) + " has the unknown unit " + quote(figure.group(3)) + "; known are " + known);
        }
        if (!figure.group(1).isEmpty()) {
            throw new IllegalArgumentException(quote(text) + " is negative; a " + noun + " is 0 or more");
        }
        return new BigDecimal(figure.group(2)).multiply(factor);
    }
}
