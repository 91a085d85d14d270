package dev.sleuth.sim;

import dev.sleuth.sim.journal.Entry.Called;
import dev.sleuth.sim.journal.Journal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code {availability: 99%, of: echo-service, per: 100ms}}: of all spans of that length in which the service was
 * called, so many had no call that failed. What counts is when a call was to be sent. Also {@code from}, {@code until}.
 *
 * @param share from 0 to 1
 * @param per nanoseconds
 */
record AvailabilityExpectation(String service, double share, long per, Window window) implements Expectation {
    private static final String KEY = "availability";
    static final Kind<Expectation> KIND =
            new Kind<>(KEY, List.of("of", "per", "from", "until"), AvailabilityExpectation::read);

    private static Expectation read(Fields fields, Plan plan) {
        double share = fields.get(KEY).percent();
        String service = plan.calledService(fields.get("of"));
        long per = fields.get("per").time();
        if (per == 0) {
            throw fields.get("per").error("a span of 0s holds no call; make it longer");
        }
        return new AvailabilityExpectation(service, share, per, Window.read(fields, plan));
    }

    @Override
    public List<Finding> check(Journal journal) {
        String what = service + window.text() + " is available for " + Figures.percent(share)
                + " of the time, in spans of " + Figures.exactTime(per);
        String asked = "at least " + Figures.percent(share);
        Map<Long, Boolean> spans = new LinkedHashMap<>();
        @Nullable Called first = null;
        for (Called call : window.calls(journal, service)) {
            spans.merge(call.planned() / per, !call.failed(), Boolean::logicalAnd);
            first = first == null && call.failed() ? call : first;
        }
        if (spans.isEmpty()) {
            return List.of(new Finding(false, what, asked, "nothing to judge: there was no call", 0));
        }
        long good = spans.values().stream().filter(Boolean::booleanValue).count();
        String seen = Figures.percent((double) good / spans.size()) + " (" + good + " of "
                + Figures.count(spans.size(), "span") + ")";
        if (first == null || good >= share * spans.size() - 1e-9) {
            return List.of(new Finding(true, what, asked, seen, 0));
        }
        String example = "; the first call that failed: number " + first.number() + " of " + first.caller()
                + ", due at " + Figures.time(first.planned());
        return List.of(new Finding(false, what, asked, seen + example, Window.line(journal, first)));
    }
}
