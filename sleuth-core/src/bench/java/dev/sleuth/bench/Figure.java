package dev.sleuth.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** One column of the table. */
enum Figure {
    P50("1 caller: p50 µs", 1, 1, Sample::p50),
    P99("1 caller: p99 µs", 1, 1, Sample::p99),
    RATE_1("1 caller: calls/s", 1, 0, Sample::rate),
    RATE_16("16 callers: calls/s", 16, 0, Sample::rate),
    RATE_64("64 callers: calls/s", 64, 0, Sample::rate),
    CPU_1("1 caller: CPU µs per call", 1, 1, Sample::cpu),
    CPU_64("64 callers: CPU µs per call", 64, 1, Sample::cpu);

    private final String title;
    private final int callers;
    private final int decimals;
    private final ToDoubleFunction<Sample> value;

    Figure(String title, int callers, int decimals, ToDoubleFunction<Sample> value) {
        this.title = title;
        this.callers = callers;
        this.decimals = decimals;
        this.value = value;
    }

    String title() {
        return title;
    }

    int decimals() {
        return decimals;
    }

    /** The numbers of callers that the figures need, in ascending order. */
    static List<Integer> callers() {
        return Stream.of(values())
                .map(figure -> figure.callers)
                .distinct()
                .sorted()
                .toList();
    }

    /** The values of a contender, round by round; empty if it was not measured. */
    List<Double> values(Results results, String contender) {
        return results.of(contender, callers).stream()
                .map(sample -> value.applyAsDouble(sample))
                .toList();
    }
}
