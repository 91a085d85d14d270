package dev.sleuth.sim;

import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Entry.Called;
import dev.sleuth.sim.journal.Journal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The calls that an expectation judges: those planned at {@code from} or later and before {@code until}, in nanoseconds
 * since the start.
 */
record Window(long from, long until) {
    /** All calls of a run. */
    static final Window ALL = new Window(0, Long.MAX_VALUE);

    static final List<String> KEYS = List.of("from", "until");

    /** Reads {@code from} and {@code until}; both may be left out. */
    static Window read(Fields fields, Plan plan) {
        if (fields.find("from").isEmpty() && fields.find("until").isEmpty()) {
            return ALL;
        }
        long from = fields.find("from").map(plan::within).orElse(0L);
        long until = fields.find("until").map(plan::within).orElse(plan.lasts());
        if (until <= from) {
            throw fields.find("until")
                    .or(() -> fields.find("from"))
                    .orElseThrow()
                    .error("this window ends at " + Figures.exactTime(until) + ", not after its beginning at "
                            + Figures.exactTime(from) + "; make it longer");
        }
        return new Window(from, until);
    }

    boolean contains(Called call) {
        return call.planned() >= from && call.planned() < until;
    }

    /** The calls of a service in this window, in the order in which they ended; of every service if it is null. */
    List<Called> calls(Journal journal, @Nullable String service) {
        return journal.entries().stream()
                .filter(Called.class::isInstance)
                .map(Called.class::cast)
                .filter(call -> contains(call) && (service == null || service.equals(call.service())))
                .toList();
    }

    /** The line of the journal, from 1, on which a call stands. */
    static int line(Journal journal, Called call) {
        List<Entry> entries = journal.entries();
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i) == call) {
                return i + 1;
            }
        }
        return 0;
    }

    /** {@code " planned from 2 s until 3 s"}, or nothing if it is the whole run. */
    String text() {
        return equals(ALL) ? "" : " planned from " + Figures.exactTime(from) + " until " + Figures.exactTime(until);
    }
}
