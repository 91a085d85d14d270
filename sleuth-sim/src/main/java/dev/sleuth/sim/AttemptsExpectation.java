package dev.sleuth.sim;

import dev.sleuth.sim.journal.Entry.Called;
import dev.sleuth.sim.journal.Journal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code {attempts: echo-service, max: 3, mean: 1.2}}: no call is sent more often than {@code max} times, and all
 * together not more often than {@code mean} times on average. Either may be left out; also {@code from}, {@code until}.
 *
 * @param max 0 if it was left out
 * @param mean in hundredths; 0 if it was left out
 */
record AttemptsExpectation(String service, long max, long mean, Window window) implements Expectation {
    private static final String KEY = "attempts";
    static final Kind<Expectation> KIND =
            new Kind<>(KEY, List.of("max", "mean", "from", "until"), AttemptsExpectation::read);

    private static Expectation read(Fields fields, Plan plan) {
        String service = plan.calledService(fields.get(KEY));
        long max = fields.find("max").map(value -> value.whole(1, 100)).orElse(0L);
        Optional<Value> mean = fields.find("mean");
        if (max == 0 && mean.isEmpty()) {
            throw fields.get(KEY).error("this bounds nothing; add max: 3, or mean: 1.2");
        }
        return new AttemptsExpectation(
                service, max, mean.map(AttemptsExpectation::mean).orElse(0L), Window.read(fields, plan));
    }

    /** Below 1 if calls need not be sent at all, because all who could answer have refused. */
    private static long mean(Value place) {
        long mean = place.hundredths(0, 100);
        if (mean == 0) {
            throw place.error("0 is only true of no calls; write more, such as 1.2");
        }
        return mean;
    }

    @Override
    public List<Finding> check(Journal journal) {
        List<Called> calls = window.calls(journal, service);
        List<Finding> findings = new ArrayList<>();
        if (max > 0) {
            findings.add(max(journal, calls));
        }
        if (mean > 0) {
            findings.add(mean(calls));
        }
        return findings;
    }

    private Finding max(Journal journal, List<Called> calls) {
        String what = "no call of " + service + window.text() + " is sent more often than " + max + " times";
        String asked = max + " at most";
        Optional<Called> most = calls.stream().max(Comparator.comparingInt(Called::attempts));
        if (most.isEmpty()) {
            return new Finding(false, what, asked, "nothing to judge: there was no call", 0);
        }
        Called call = most.get();
        boolean passed = call.attempts() <= max;
        String seen = call.attempts() + " (number " + call.number() + " of " + call.caller() + ")";
        return new Finding(passed, what, asked, seen, passed ? 0 : Window.line(journal, call));
    }

    private Finding mean(List<Called> calls) {
        String what = "the calls of " + service + window.text() + " are sent " + decimal(mean / 100.0)
                + " times each on average at most";
        String asked = decimal(mean / 100.0) + " on average";
        if (calls.isEmpty()) {
            return new Finding(false, what, asked, "nothing to judge: there was no call", 0);
        }
        long sum = calls.stream().mapToLong(Called::attempts).sum();
        String seen = decimal((double) sum / calls.size()) + " (" + Figures.count(sum, "attempt") + " of "
                + Figures.count(calls.size(), "call") + ")";
        return new Finding(sum * 100 <= mean * calls.size(), what, asked, seen, 0);
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }
}
