package dev.sleuth.sim;

import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Entry.Executed;
import dev.sleuth.sim.journal.Journal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code {at-most-once: POST}}: no call with this method, which is not idempotent, is carried out twice, be it by the
 * same replica or by two.
 */
record AtMostOnceExpectation(String method) implements Expectation {
    private static final String KEY = "at-most-once";
    static final Kind<Expectation> KIND = new Kind<>(KEY, List.of(), AtMostOnceExpectation::read);

    private record Call(String caller, long number) {}

    private static Expectation read(Fields fields, Plan plan) {
        Value place = fields.get(KEY);
        String method = place.oneOf(List.of("POST", "PATCH"), "method that is not idempotent");
        if (!plan.callsWith(method)) {
            throw place.error("nobody calls with " + method + ", so there is nothing to judge; add method: " + method
                    + " to load");
        }
        return new AtMostOnceExpectation(method);
    }

    @Override
    public List<Finding> check(Journal journal) {
        String what = "no " + method + " is carried out twice";
        String asked = "each once at most";
        Map<Call, Executed> done = new LinkedHashMap<>();
        List<Integer> again = new ArrayList<>();
        @Nullable String example = null;
        List<Entry> entries = journal.entries();
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i) instanceof Executed executed && executed.method().equals(method)) {
                Executed before = done.putIfAbsent(new Call(executed.caller(), executed.number()), executed);
                if (before != null) {
                    again.add(i + 1);
                    example = example == null ? example(before, executed) : example;
                }
            }
        }
        if (done.isEmpty()) {
            return List.of(new Finding(false, what, asked, "nothing to judge: no " + method + " was carried out", 0));
        }
        String seen = again.size() + " of " + done.size() + " again";
        return List.of(
                example == null
                        ? new Finding(true, what, asked, seen, 0)
                        : new Finding(false, what, asked, seen + example, again.get(0)));
    }

    private static String example(Executed before, Executed again) {
        return "; the first: number " + again.number() + " of " + again.caller() + ", by " + before.peer() + " at "
                + Figures.time(before.at()) + " and by " + again.peer() + " at " + Figures.time(again.at());
    }
}
