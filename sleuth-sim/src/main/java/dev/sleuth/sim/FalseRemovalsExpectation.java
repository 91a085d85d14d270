package dev.sleuth.sim;

import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Journal;
import dev.sleuth.sim.journal.Lives;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code {false-removals: 0}}: nobody is removed from anybody's view who was up, awake and could be reached. A crash, a
 * leaving, a freeze and a way that is held are reasons, also for 2 s afterwards; lost beacons, slow ways, connections
 * that break and stalls are none.
 *
 * @param limit how many such removals there may be
 */
record FalseRemovalsExpectation(long limit) implements Expectation {
    private static final String KEY = "false-removals";
    static final Kind<Expectation> KIND = new Kind<>(KEY, List.of(), FalseRemovalsExpectation::read);

    /** Until then peers that were apart may still be sorting out who has begun again, in nanoseconds. */
    private static final long GRACE = Duration.ofSeconds(2).toNanos();

    private record Pair(String peer, String seen) {}

    private static Expectation read(Fields fields, Plan plan) {
        return new FalseRemovalsExpectation(fields.get(KEY).whole(0, Integer.MAX_VALUE));
    }

    @Override
    public List<Finding> check(Journal journal) {
        List<Entry> entries = journal.entries();
        String what = "nobody is removed from a view who is up and can be reached";
        String asked = Figures.count(limit, "removal") + " at most";
        Lives lives = Lives.of(entries);
        List<Entry.Held> holds = new ArrayList<>();
        Map<Pair, Long> since = new LinkedHashMap<>();
        List<Integer> wrong = new ArrayList<>();
        int removals = 0;
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (entry instanceof Entry.Held held) {
                holds.add(held);
            } else if (entry instanceof Entry.Entered entered) {
                since.put(new Pair(entered.peer(), entered.seen()), entered.at());
            } else if (entry instanceof Entry.Exited exited) {
                removals++;
                long met = since.getOrDefault(new Pair(exited.peer(), exited.seen()), 0L);
                if (!hasReason(exited, Math.max(met, exited.at() - GRACE), lives, holds)) {
                    wrong.add(i + 1);
                }
            }
        }
        if (since.isEmpty()) {
            return List.of(new Finding(false, what, asked, "nothing to judge: nobody saw anybody", 0));
        }
        String seen = wrong.size() + " of " + Figures.count(removals, "removal") + " had no reason";
        if (wrong.size() <= limit) {
            return List.of(new Finding(true, what, asked, seen, 0));
        }
        Entry.Exited first = (Entry.Exited) entries.get(wrong.get(0) - 1);
        String example = "; the first: " + first.peer() + " removed " + first.seen() + " (" + first.cause() + ") at "
                + Figures.time(first.at());
        return List.of(new Finding(false, what, asked, seen + example, wrong.get(0)));
    }

    private static boolean hasReason(Entry.Exited exited, long from, Lives lives, List<Entry.Held> holds) {
        return !lives.steady(exited.seen(), from, exited.at())
                || !lives.steady(exited.peer(), from, exited.at())
                || holds.stream().anyMatch(held -> from <= held.at() + held.nanos() && parts(held, exited));
    }

    private static boolean parts(Entry.Held held, Entry.Exited exited) {
        return (held.from().contains(exited.seen()) && held.to().contains(exited.peer()))
                || (held.from().contains(exited.peer()) && held.to().contains(exited.seen()));
    }
}
