package dev.sleuth.sim;

import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Entry.Called;
import dev.sleuth.sim.journal.Journal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * {@code {goodput: 80%, of: echo-service, from: 5s, until: 15s}}: in that time a service answers at least so many calls
 * a second well, measured by what it could while a full load before it went on; and all that it does not do, it refuses
 * with 503.
 *
 * @param share of the capacity
 * @param measured when the load that was full showed the capacity
 */
record GoodputExpectation(String service, double share, Window measured, Window window) implements Expectation {
    private static final String KEY = "goodput";
    private static final int REFUSED = 503;
    static final Kind<Expectation> KIND = new Kind<>(KEY, List.of("of", "from", "until"), GoodputExpectation::read);

    private static Expectation read(Fields fields, Plan plan) {
        double share = fields.get(KEY).percent();
        String service = plan.calledService(fields.get("of"));
        fields.get("from");
        fields.get("until");
        Window window = Window.read(fields, plan);
        Window measured = plan.measuring(service, window.from());
        if (measured == null) {
            throw fields.get("of")
                    .error("how fast " + service + " is has not been measured by then; add a load to it with"
                            + " rate: full that is over by " + Figures.exactTime(window.from()));
        }
        return new GoodputExpectation(service, share, measured, window);
    }

    @Override
    public List<Finding> check(Journal journal) {
        return List.of(goodput(journal), refusals(journal));
    }

    private Finding goodput(Journal journal) {
        double capacity = wellPerSecond(journal, measured);
        double goodput = wellPerSecond(journal, window);
        String what = service + " answers at least " + Figures.percent(share) + " of what it can from "
                + Figures.exactTime(window.from()) + " until " + Figures.exactTime(window.until());
        String asked = "at least " + Figures.percent(share);
        if (capacity == 0) {
            return new Finding(false, what, asked, "nothing to judge: it answered nothing while it was measured", 0);
        }
        String seen = Figures.percent(goodput / capacity) + " (" + plain(goodput) + " of " + plain(capacity)
                + " calls a second)";
        return new Finding(goodput >= share * capacity, what, asked, seen, 0);
    }

    /** Calls that ended well in a time, for each of its seconds. */
    private double wellPerSecond(Journal journal, Window time) {
        long well = 0;
        for (Entry entry : journal.entries()) {
            if (entry instanceof Called call
                    && call.service().equals(service)
                    && !call.failed()
                    && call.at() >= time.from()
                    && call.at() < time.until()) {
                well++;
            }
        }
        return well * 1e9 / (time.until() - time.from());
    }

    private Finding refusals(Journal journal) {
        String what = "every call of " + service + window.text() + " that fails is refused with " + REFUSED;
        List<Called> failed =
                window.calls(journal, service).stream().filter(Called::failed).toList();
        List<Called> others =
                failed.stream().filter(call -> call.status() != REFUSED).toList();
        String of = " of " + Figures.count(failed.size(), "call") + " that failed";
        if (others.isEmpty()) {
            return new Finding(true, what, "all", "all" + of, 0);
        }
        Called first = others.get(0);
        String outcome = first.code() != 0 ? ErrorWords.of(first.code()) : "status " + first.status();
        String example = "; the first that was not: number " + first.number() + " of " + first.caller() + " at "
                + Figures.time(first.at()) + ", " + outcome;
        return new Finding(
                false, what, "all", (failed.size() - others.size()) + of + example, Window.line(journal, first));
    }

    private static String plain(double perSecond) {
        return BigDecimal.valueOf(perSecond)
                .setScale(perSecond < 100 ? 1 : 0, RoundingMode.HALF_UP)
                .toPlainString();
    }
}
