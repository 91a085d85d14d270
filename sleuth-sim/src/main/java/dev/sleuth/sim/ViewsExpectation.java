package dev.sleuth.sim;

import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Journal;
import dev.sleuth.sim.journal.Topology;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code {views: right}}: at the end everyone who is up sees exactly everyone else who is up, each once. A peer that is
 * frozen at the end is left out, both as one who sees and as one who is seen. One that has thawed is not: it has to
 * have found its way back.
 */
record ViewsExpectation() implements Expectation {
    private record Wrong(String peer, String seen, String text) {
        boolean about(String observer, String observed) {
            return peer.equals(observer) && seen.equals(observed);
        }
    }

    static final Kind<Expectation> KIND = new Kind<>("views", List.of(), ViewsExpectation::read);

    private static final String WHAT = "at the end everyone who is up sees exactly everyone else who is up";
    private static final String ASKED = "exactly everyone";

    private static Expectation read(Fields fields, Plan plan) {
        fields.get("views").word("right");
        return new ViewsExpectation();
    }

    @Override
    public List<Finding> check(Journal journal) {
        List<Entry> entries = journal.entries();
        long end = end(entries);
        Topology topology = topology(entries, end);
        List<String> awake = topology.up().stream().filter(topology::awake).toList();
        if (awake.size() < 2) {
            return List.of(new Finding(false, WHAT, ASKED, "nothing to judge: fewer than 2 peers are up", 0));
        }
        List<Wrong> wrongs = wrongs(topology, awake);
        if (wrongs.isEmpty()) {
            String seen = Figures.count(awake.size(), "peer") + " with the right view";
            return List.of(new Finding(true, WHAT, ASKED, seen, 0));
        }
        Wrong first = wrongs.get(0);
        int line = lastLine(entries, end, first);
        String since =
                line == 0 ? "" : " since " + Figures.time(entries.get(line - 1).at());
        String more = wrongs.size() == 1 ? "" : " (and " + (wrongs.size() - 1) + " more such errors)";
        return List.of(new Finding(false, WHAT, ASKED, first.text() + since + more, line));
    }

    private static List<Wrong> wrongs(Topology topology, List<String> awake) {
        Set<String> up = new LinkedHashSet<>(topology.up());
        List<Wrong> wrongs = new ArrayList<>();
        for (String peer : awake) {
            for (String other : awake) {
                int count = topology.sees(peer, other);
                if (!peer.equals(other) && count != 1) {
                    String text = peer + (count == 0 ? " does not see " : " sees a former self of ") + other;
                    wrongs.add(new Wrong(peer, other, text));
                }
            }
            for (String seen : topology.view(peer)) {
                if (!up.contains(seen)) {
                    wrongs.add(new Wrong(peer, seen, peer + " sees " + seen + ", which is down,"));
                }
            }
        }
        return wrongs;
    }

    /** What is written after the last moment of the run, while everybody is being ended, does not count. */
    private static long end(List<Entry> entries) {
        long end = Long.MAX_VALUE;
        for (Entry entry : entries) {
            end = entry instanceof Entry.Ended ? Math.min(end, entry.at()) : end;
        }
        return end;
    }

    private static Topology topology(List<Entry> entries, long end) {
        Topology topology = new Topology();
        for (Entry entry : entries) {
            if (entry.at() <= end) {
                topology.apply(entry);
            }
        }
        return topology;
    }

    /** Where the journal last says something of that view; 0 if it never does. */
    private static int lastLine(List<Entry> entries, long end, Wrong wrong) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            Entry entry = entries.get(i);
            boolean about = (entry instanceof Entry.Entered entered && wrong.about(entered.peer(), entered.seen()))
                    || (entry instanceof Entry.Exited exited && wrong.about(exited.peer(), exited.seen()));
            if (about && entry.at() <= end) {
                return i + 1;
            }
        }
        return 0;
    }
}
