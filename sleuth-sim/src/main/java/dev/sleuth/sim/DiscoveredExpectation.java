package dev.sleuth.sim;

import dev.sleuth.sim.Plan.Moment;
import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Journal;
import dev.sleuth.sim.journal.Lives;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code {discovered: all, within: 2s}}: everybody who is there from the start has seen everybody else in time. Whoever
 * is frozen, crashes or leaves meanwhile is not counted.
 *
 * @param within nanoseconds since the start
 */
record DiscoveredExpectation(long within) implements Expectation {
    private record Pair(String peer, String other) {}

    static final Kind<Expectation> KIND = new Kind<>("discovered", List.of("within"), DiscoveredExpectation::read);

    private static Expectation read(Fields fields, Plan plan) {
        Value who = fields.get("discovered");
        if (who.text().equals("all") && !plan.knows("all")) {
            return new DiscoveredExpectation(plan.judged(fields.get("within"), 0));
        } else if (!plan.knows(who.text())) {
            throw who.error(Units.quote(who.text()) + " is not known here; write all, or a group that joins by a step");
        }
        Moment joining = plan.joining(who);
        return new NewcomersExpectation(
                who.text(), plan.members(who), joining.step(), plan.judged(fields.get("within"), joining.at()));
    }

    @Override
    public List<Finding> check(Journal journal) {
        List<Entry> entries = journal.entries();
        String asked = Figures.exactTime(within);
        String what = "everybody has seen everybody within " + asked + " of the start";
        Set<String> peers = peers(entries);
        if (peers.size() < 2) {
            String seen = "nothing to judge: fewer than 2 peers were up all the time";
            return List.of(new Finding(false, what, asked, seen, 0));
        }
        return List.of(finding(what, asked, peers, entries));
    }

    /** Those who were started before the first step and stayed. */
    private Set<String> peers(List<Entry> entries) {
        Map<String, Long> started = new LinkedHashMap<>();
        for (Entry entry : entries) {
            if (entry instanceof Entry.Stepped) {
                break;
            } else if (entry instanceof Entry.Up up) {
                started.put(up.peer(), up.at());
            }
        }
        Lives lives = Lives.of(entries);
        Set<String> peers = new LinkedHashSet<>();
        started.forEach((peer, at) -> {
            if (lives.steady(peer, at, within)) {
                peers.add(peer);
            }
        });
        return peers;
    }

    private Finding finding(String what, String asked, Set<String> peers, List<Entry> entries) {
        Set<Pair> met = new LinkedHashSet<>();
        int last = 0;
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i) instanceof Entry.Entered entered
                    && peers.contains(entered.peer())
                    && peers.contains(entered.seen())
                    && entered.at() <= within
                    && met.add(new Pair(entered.peer(), entered.seen()))
                    && (last == 0 || entered.at() >= entries.get(last - 1).at())) {
                last = i + 1;
            }
        }
        List<Pair> strangers = strangers(peers, met);
        if (strangers.isEmpty()) {
            Entry.Entered entered = (Entry.Entered) entries.get(last - 1);
            String seen = Figures.time(entered.at()) + " (" + entered.peer() + " saw " + entered.seen() + ")";
            return new Finding(true, what, asked, seen, last);
        }
        return late(what, asked, strangers, entries);
    }

    private Finding late(String what, String asked, List<Pair> strangers, List<Entry> entries) {
        Pair first = strangers.get(0);
        String others = strangers.size() == 1 ? "" : " (and " + (strangers.size() - 1) + " more such pairs)";
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i) instanceof Entry.Entered entered
                    && first.equals(new Pair(entered.peer(), entered.seen()))) {
                String seen =
                        first.peer + " saw " + first.other + " only after " + Figures.timeBeside(entered.at(), within);
                return new Finding(false, what, asked, seen + others, i + 1);
            }
        }
        return new Finding(false, what, asked, first.peer + " never saw " + first.other + others, 0);
    }

    private static List<Pair> strangers(Set<String> peers, Set<Pair> met) {
        List<Pair> strangers = new ArrayList<>();
        for (String peer : peers) {
            for (String other : peers) {
                Pair pair = new Pair(peer, other);
                if (!peer.equals(other) && !met.contains(pair)) {
                    strangers.add(pair);
                }
            }
        }
        return strangers;
    }
}
