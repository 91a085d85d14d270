package dev.sleuth.sim;

import dev.sleuth.sim.journal.Entry.Called;
import dev.sleuth.sim.journal.Journal;
import java.util.List;

/**
 * {@code {failed-calls: 5%}} or {@code {failed-calls: 0}}: at most so many of the calls fail, all services together.
 *
 * @param limit a share of 1, or a number of calls
 * @param share which of the two
 */
record FailedCallsExpectation(double limit, boolean share, Window window) implements Expectation {
    private static final String KEY = "failed-calls";
    static final Kind<Expectation> KIND = new Kind<>(KEY, Window.KEYS, FailedCallsExpectation::read);

    private static Expectation read(Fields fields, Plan plan) {
        Value place = fields.get(KEY);
        boolean share = place.text().endsWith("%");
        double limit = share ? place.percent() : place.whole(0, Integer.MAX_VALUE);
        plan.requireLoad(place);
        return new FailedCallsExpectation(limit, share, Window.read(fields, plan));
    }

    @Override
    public List<Finding> check(Journal journal) {
        String asked = asked();
        String what = what();
        List<Called> calls = window.calls(journal, null);
        if (calls.isEmpty()) {
            return List.of(new Finding(false, what, asked, "nothing to judge: there was no call", 0));
        }
        List<Called> failed = calls.stream().filter(Called::failed).toList();
        String seen = failed.size() + " of " + Figures.count(calls.size(), "call") + ", "
                + Figures.percent((double) failed.size() / calls.size());
        if (failed.size() <= (share ? limit * calls.size() + 1e-9 : limit)) {
            return List.of(new Finding(true, what, asked, seen, 0));
        }
        Called first = failed.get(0);
        String example = "; the first: number " + first.number() + " of " + first.caller() + " at "
                + Figures.time(first.at()) + ", " + outcome(first);
        return List.of(new Finding(false, what, asked, seen + example, Window.line(journal, first)));
    }

    private String asked() {
        if (limit == 0) {
            return "none";
        }
        return share ? "at most " + Figures.percent(limit) : Figures.count((long) limit, "call") + " at most";
    }

    private String what() {
        if (limit == 0) {
            return "no call" + window.text() + " fails";
        } else if (share) {
            return "at most " + Figures.percent(limit) + " of the calls" + window.text() + " fail";
        }
        return "at most " + Figures.count((long) limit, "call") + window.text() + " fail" + (limit == 1 ? "s" : "");
    }

    private static String outcome(Called call) {
        String by = call.by() == null ? "" : " of " + call.by();
        return (call.code() != 0 ? ErrorWords.of(call.code()) : "status " + call.status()) + by;
    }
}
