package dev.sleuth.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * What to measure, from the system properties {@code bench.*}.
 *
 * @param contenders their names, in the order of the table
 * @param passes {@code free}: no pinning; {@code pinned}: each process on one core of its own
 * @param rounds how often each contender is visited
 * @param seconds the length of one stretch of load
 * @param warmup seconds of load before the first round, per contender and pass
 * @param profile the contender to keep under load for a profiler instead of measuring; empty for none
 * @param out the folder for the report, the logs and recordings
 */
record Options(
        List<String> contenders,
        List<String> passes,
        int rounds,
        double seconds,
        double warmup,
        String profile,
        Path out) {

    static final String FREE = "free";
    static final String PINNED = "pinned";

    static Options fromProperties() {
        String contenders = property("contenders", "all");
        Options options = new Options(
                contenders.equals("all") ? Contenders.names() : List.of(contenders.split(",")),
                List.of(property("passes", FREE + "," + PINNED).split(",")),
                (int) number("rounds", "5"),
                number("seconds", "2"),
                number("warmup", "20"),
                property("profile", ""),
                Path.of(property("out", "target")));
        options.contenders.forEach(Contenders::named);
        for (String pass : options.passes) {
            if (!pass.equals(FREE) && !pass.equals(PINNED)) {
                throw new IllegalArgumentException(
                        "bench.passes: there is no pass '" + pass + "'; there are " + FREE + " and " + PINNED);
            }
        }
        if (options.rounds < 1) {
            throw new IllegalArgumentException("bench.rounds: at least one round is needed");
        }
        return options;
    }

    long millis() {
        return Math.round(seconds * 1000);
    }

    private static double number(String name, String otherwise) {
        String value = property(name, otherwise);
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("bench." + name + ": '" + value + "' is not a number", e);
        }
    }

    private static String property(String name, String otherwise) {
        return System.getProperty("bench." + name, otherwise).trim();
    }
}
