package dev.sleuth.sim;

import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Journal;
import dev.sleuth.sim.journal.Lives;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code {discovered: newcomer, within: 2s}}: those who join by a step have seen everybody, and everybody has seen
 * them, in time. Whoever is frozen, crashes or leaves meanwhile is not counted.
 *
 * @param who as the file has it
 * @param within nanoseconds since the step
 */
record NewcomersExpectation(String who, List<String> newcomers, int step, long within) implements Expectation {
    private record Pair(String peer, String other) {}

    NewcomersExpectation {
        newcomers = List.copyOf(newcomers);
    }

    @Override
    public List<Finding> check(Journal journal) {
        List<Entry> entries = journal.entries();
        String asked = Figures.exactTime(within);
        String what = "everybody has seen " + who + ", and the other way round, within " + asked + " of joining";
        int begin = 0;
        while (begin < entries.size()
                && !(entries.get(begin) instanceof Entry.Stepped taken && taken.number() == step)) {
            begin++;
        }
        if (begin == entries.size()) {
            return List.of(new Finding(false, what, asked, "nothing to judge: the step was not taken", 0));
        }
        long origin = entries.get(begin).at();
        Map<Pair, Integer> pairs = pairs(entries, origin);
        if (pairs.isEmpty()) {
            return List.of(new Finding(false, what, asked, "nothing to judge: nobody was up all the time", begin + 1));
        }
        int last = begin;
        for (int i = begin; i < entries.size(); i++) {
            if (entries.get(i) instanceof Entry.Entered entered
                    && pairs.replace(new Pair(entered.peer(), entered.seen()), 0, i + 1)) {
                last = Math.max(last, i);
            }
        }
        return List.of(finding(what, asked, pairs, entries, origin, last));
    }

    private Finding finding(
            String what, String asked, Map<Pair, Integer> pairs, List<Entry> entries, long origin, int last) {
        for (Map.Entry<Pair, Integer> met : pairs.entrySet()) {
            String names = met.getKey().peer()
                    + (met.getValue() == 0 ? " never saw " : " saw ")
                    + met.getKey().other();
            if (met.getValue() == 0) {
                return new Finding(false, what, asked, names, 0);
            }
            long after = entries.get(met.getValue() - 1).at() - origin;
            if (after > within) {
                String late = names + " only after " + Figures.timeBeside(after, within);
                return new Finding(false, what, asked, late, met.getValue());
            }
        }
        Entry.Entered slowest = (Entry.Entered) entries.get(last);
        String seen = Figures.time(slowest.at() - origin) + " (" + slowest.peer() + " saw " + slowest.seen() + ")";
        return new Finding(true, what, asked, seen, last + 1);
    }

    /** Who has to meet whom, none of whom has yet. */
    private Map<Pair, Integer> pairs(List<Entry> entries, long origin) {
        Map<String, Long> started = new LinkedHashMap<>();
        for (Entry entry : entries) {
            if (entry instanceof Entry.Up up && up.at() <= origin + within) {
                started.put(up.peer(), Math.max(origin, up.at()));
            }
        }
        Lives lives = Lives.of(entries);
        List<String> there = new ArrayList<>();
        started.forEach((peer, at) -> {
            if (lives.steady(peer, at, origin + within)) {
                there.add(peer);
            }
        });
        Map<Pair, Integer> pairs = new LinkedHashMap<>();
        for (String peer : there) {
            for (String other : there) {
                if (!peer.equals(other) && (newcomers.contains(peer) || newcomers.contains(other))) {
                    pairs.put(new Pair(peer, other), 0);
                }
            }
        }
        return pairs;
    }
}
