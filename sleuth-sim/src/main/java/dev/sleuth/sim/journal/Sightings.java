package dev.sleuth.sim.journal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who saw one peer, and when. A peer that restarts may be seen twice for a while, as its former and as its new self, so
 * what is kept is how many of it an observer sees. Whoever ends or starts sees nobody.
 */
public final class Sightings {
    /**
     * What an observer sees of the peer from here on.
     *
     * @param line of the journal, from 1
     * @param count how many identities of the peer it sees
     */
    public record Change(long at, int line, int count) {}

    private final Map<String, List<Change>> changes = new LinkedHashMap<>();

    private Sightings() {}

    /** Reads from a journal who saw {@code peer}. */
    public static Sightings of(List<Entry> entries, String peer) {
        Sightings sightings = new Sightings();
        int line = 0;
        for (Entry entry : entries) {
            line++;
            if (entry instanceof Entry.Entered entered && entered.seen().equals(peer)) {
                sightings.add(entered.peer(), entry.at(), line, sightings.count(entered.peer()) + 1);
            } else if (entry instanceof Entry.Exited exited && exited.seen().equals(peer)) {
                sightings.add(exited.peer(), entry.at(), line, Math.max(0, sightings.count(exited.peer()) - 1));
            } else if (entry instanceof Entry.Up up) {
                sightings.add(up.peer(), entry.at(), line, 0);
            } else if (entry instanceof Entry.Down down) {
                sightings.add(down.peer(), entry.at(), line, 0);
            }
        }
        return sightings;
    }

    private void add(String observer, long at, int line, int count) {
        changes.computeIfAbsent(observer, name -> new ArrayList<>()).add(new Change(at, line, count));
    }

    private int count(String observer) {
        List<Change> all = changes.getOrDefault(observer, List.of());
        return all.isEmpty() ? 0 : all.get(all.size() - 1).count();
    }

    /** How many identities of the peer an observer saw just before a line of the journal. */
    public int before(String observer, int line) {
        int count = 0;
        for (Change change : changes.getOrDefault(observer, List.of())) {
            count = change.line() < line ? change.count() : count;
        }
        return count;
    }

    /** What changed for an observer after a line of the journal. */
    public List<Change> after(String observer, int line) {
        return changes.getOrDefault(observer, List.of()).stream()
                .filter(change -> change.line() > line)
                .toList();
    }
}
