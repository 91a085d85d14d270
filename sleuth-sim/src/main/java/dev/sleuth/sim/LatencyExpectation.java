package dev.sleuth.sim;

import dev.sleuth.sim.journal.Entry.Called;
import dev.sleuth.sim.journal.Journal;
import dev.sleuth.sim.journal.Latencies;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.HdrHistogram.Histogram;

/**
 * {@code {latency: echo-service, p50: 5ms, p99: 50ms}}: so many of a service's calls take at most so long, from when
 * they were planned. Calls that failed count too, with the time they took.
 *
 * @param limits nanoseconds by quantile ({@code p50}, {@code max}), in the order of their size
 */
record LatencyExpectation(String service, Map<String, Long> limits, Window window) implements Expectation {
    static final Kind<Expectation> KIND = new Kind<>(
            "latency", List.of("p50", "p90", "p99", "p999", "max", "from", "until"), LatencyExpectation::read);

    private static final Map<String, Double> PERCENT = percent();

    private static Map<String, Double> percent() {
        Map<String, Double> percent = new LinkedHashMap<>();
        percent.put("p50", 50.0);
        percent.put("p90", 90.0);
        percent.put("p99", 99.0);
        percent.put("p999", 99.9);
        percent.put("max", 100.0);
        return percent;
    }

    private static Expectation read(Fields fields, Plan plan) {
        String service = plan.calledService(fields.get("latency"));
        Map<String, Long> limits = new LinkedHashMap<>();
        for (String quantile : PERCENT.keySet()) {
            fields.find(quantile).ifPresent(value -> limits.put(quantile, value.time()));
        }
        if (limits.isEmpty()) {
            throw fields.error(
                    "this latency has no figure; add at least one of " + String.join(", ", PERCENT.keySet()));
        }
        return new LatencyExpectation(service, limits, Window.read(fields, plan));
    }

    @Override
    public List<Finding> check(Journal journal) {
        Histogram histogram = Latencies.of(journal.entries(), service, window.from(), window.until());
        List<Called> calls = window.calls(journal, service);
        List<Finding> findings = new ArrayList<>();
        limits.forEach((quantile, limit) -> findings.add(finding(journal, histogram, calls, quantile, limit)));
        return findings;
    }

    private Finding finding(Journal journal, Histogram histogram, List<Called> calls, String quantile, long limit) {
        String asked = Figures.exactTime(limit);
        String what = percent(quantile) == 100
                ? "every call of " + service + window.text() + " takes at most " + asked
                : plain(quantile) + "% of the calls of " + service + window.text() + " take at most " + asked;
        if (calls.isEmpty()) {
            return new Finding(false, what, asked, "nothing to judge: there was no call", 0);
        }
        long nanos = Latencies.at(histogram, percent(quantile));
        long failed = calls.stream().filter(Called::failed).count();
        String failures = failed == 0 ? "" : ", " + failed + " failed";
        String of = " (" + quantile + " of " + Figures.count(calls.size(), "call") + failures;
        if (nanos <= limit) {
            return new Finding(true, what, asked, Figures.time(nanos) + of + ")", 0);
        }
        Called slowest = calls.get(0);
        for (Called call : calls) {
            slowest = call.at() - call.planned() > slowest.at() - slowest.planned() ? call : slowest;
        }
        String example = "; slowest: number " + slowest.number() + " of " + slowest.caller() + " at "
                + Figures.time(slowest.at()) + ")";
        String seen = Figures.timeBeside(nanos, limit) + of + example;
        return new Finding(false, what, asked, seen, Window.line(journal, slowest));
    }

    private static double percent(String quantile) {
        return Objects.requireNonNull(PERCENT.get(quantile), quantile);
    }

    private static String plain(String quantile) {
        double percent = percent(quantile);
        return percent == Math.rint(percent) ? String.valueOf((int) percent) : String.valueOf(percent);
    }
}
