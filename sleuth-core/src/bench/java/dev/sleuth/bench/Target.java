package dev.sleuth.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One promise of ours: a figure, as a ratio to somebody else's in the same round.
 *
 * @param kind {@code Must} or {@code Goal}
 * @param against the contender, or {@link Contenders#GRPC} for {@linkplain Contenders#counterpart our counterpart} in
 *     gRPC
 * @param atMost true: the ratio may not be above the bound; false: not below
 */
record Target(String kind, String text, String pass, Figure figure, String against, boolean atMost, double bound) {
    static final List<Target> ALL = List.of(
            most("Must", "pinned p50 at most 1.2x raw one-thread's", Options.PINNED, Figure.P50, Contenders.RAW, 1.2),
            most("Must", "pinned p50 below gRPC's", Options.PINNED, Figure.P50, Contenders.GRPC, 1),
            most("Must", "free p50 at most 1.5x raw one-thread's", Options.FREE, Figure.P50, Contenders.RAW, 1.5),
            least("Must", "64 callers: at least 2.5x gRPC's calls/s", Figure.RATE_64, 2.5),
            most("Goal", "free p50 at most gRPC's", Options.FREE, Figure.P50, Contenders.GRPC, 1),
            least("Goal", "64 callers: at least 4x gRPC's calls/s", Figure.RATE_64, 4),
            most("Goal", "64 callers: CPU per call below gRPC's", Options.FREE, Figure.CPU_64, Contenders.GRPC, 1));

    /** A line of the report. */
    String line(Map<String, Results> passes, String ours) {
        Results results = passes.getOrDefault(pass, new Results());
        String base = against.equals(Contenders.GRPC) ? Contenders.counterpart(ours) : against;
        if (missing(results, ours) || missing(results, base)) {
            return String.format("- %s: %s: not measured", kind, text);
        }
        Spread ratio = ratio(results, ours, base);
        boolean within = atMost ? ratio.median() <= bound : ratio.median() >= bound;
        // Fast and wrong does not count.
        boolean met = within && results.failures(ours) == 0;
        return String.format(
                Locale.ROOT, "- %s: %s: %s, %s x %s", kind, text, met ? "**met**" : "**not met**", ratio.show(2), base);
    }

    private boolean missing(Results results, String contender) {
        return figure.values(results, contender).isEmpty();
    }

    private Spread ratio(Results results, String ours, String base) {
        return Spread.ofRatios(figure.values(results, ours), figure.values(results, base));
    }

    private static Target most(String kind, String text, String pass, Figure figure, String against, double bound) {
        return new Target(kind, text, pass, figure, against, true, bound);
    }

    private static Target least(String kind, String text, Figure figure, double bound) {
        return new Target(kind, text, Options.FREE, figure, Contenders.GRPC, false, bound);
    }
}
