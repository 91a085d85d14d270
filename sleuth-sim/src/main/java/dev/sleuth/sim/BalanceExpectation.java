package dev.sleuth.sim;

import dev.sleuth.sim.journal.Entry.Called;
import dev.sleuth.sim.journal.Journal;
import dev.sleuth.sim.journal.Lives;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code {balance: echo-service, off-by: 10%}}: each replica answers its even share of the calls, more or less. Off by
 * 10% means, with 4 replicas, 22.5% to 27.5% of the answered calls. Only replicas count that are up and awake from the
 * first to the last of the calls.
 *
 * @param offBy share of the even share
 */
record BalanceExpectation(String service, double offBy, Window window) implements Expectation {
    static final Kind<Expectation> KIND =
            new Kind<>("balance", List.of("off-by", "from", "until"), BalanceExpectation::read);

    private static Expectation read(Fields fields, Plan plan) {
        Value place = fields.get("balance");
        String service = plan.calledService(place);
        if (plan.replicas(service) < 2) {
            throw place.error(service + " has only one replica, so there is nothing to balance; give it a count");
        }
        return new BalanceExpectation(service, fields.get("off-by").percent(), Window.read(fields, plan));
    }

    @Override
    public List<Finding> check(Journal journal) {
        String asked = "off by at most " + Figures.percent(offBy);
        String what = "each replica of " + service + " answers its even share of the calls" + window.text();
        List<Called> calls = window.calls(journal, service);
        Map<String, Long> answers = answers(journal, calls);
        long sum = answers.values().stream().mapToLong(Long::longValue).sum();
        if (answers.size() < 2 || sum == 0) {
            String why = sum == 0 ? "no call was answered" : "fewer than 2 replicas were up all the time";
            return List.of(new Finding(false, what, asked, "nothing to judge: " + why, 0));
        }
        double even = (double) sum / answers.size();
        // Of equals the first, in the order in which they were started.
        Map.Entry<String, Long> worst = answers.entrySet().stream()
                .reduce((one, next) -> off(next.getValue(), even) > off(one.getValue(), even) ? next : one)
                .orElseThrow();
        double off = off(worst.getValue(), even);
        String seen = "off by " + Figures.percent(off) + ": " + worst.getKey() + " answered " + worst.getValue()
                + " of " + Figures.count(sum, "call") + ", even is " + Figures.percent(1.0 / answers.size());
        return List.of(new Finding(off <= offBy + 1e-9, what, asked, seen, 0));
    }

    private static double off(long answered, double even) {
        return Math.abs(answered - even) / even;
    }

    private Map<String, Long> answers(Journal journal, List<Called> calls) {
        long first = calls.stream().mapToLong(Called::planned).min().orElse(window.from());
        long last = calls.stream().mapToLong(Called::planned).max().orElse(first);
        Lives lives = Lives.of(journal.entries());
        Map<String, Long> answers = new LinkedHashMap<>();
        for (String replica : lives.replicas(service)) {
            if (lives.steady(replica, first, last)) {
                answers.put(replica, 0L);
            }
        }
        for (Called call : calls) {
            if (!call.failed()) {
                answers.computeIfPresent(call.by(), (replica, count) -> count + 1);
            }
        }
        return answers;
    }
}
