package dev.sleuth.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The middle and the ends of some values. */
record Spread(double median, double min, double max) {
    /** Of at least one value. */
    static Spread of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int last = sorted.size() - 1;
        // Of an even number of values: the mean of the two in the middle.
        double median = (sorted.get(last / 2) + sorted.get((last + 1) / 2)) / 2;
        return new Spread(median, sorted.get(0), sorted.get(last));
    }

    /** Of the quotients value by value: both lists are in the order of the rounds. */
    static Spread ofRatios(List<Double> values, List<Double> bases) {
        return of(IntStream.range(0, values.size())
                .mapToObj(i -> values.get(i) / bases.get(i))
                .toList());
    }

    /** Such as {@code 98 (95..120)}. */
    String show(int decimals) {
        String number = "%,." + decimals + "f";
        return String.format(Locale.ROOT, number + " (" + number + ".." + number + ")", median, min, max);
    }
}
