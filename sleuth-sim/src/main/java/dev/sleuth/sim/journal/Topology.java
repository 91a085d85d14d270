package dev.sleuth.sim.journal;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who is there and who sees whom at one moment: what the entries so far add up to. Feed it entries in the order of the
 * journal. Used by one thread.
 */
public final class Topology {
    private final Set<String> up = new LinkedHashSet<>();
    private final Set<String> frozen = new LinkedHashSet<>();
    private final Map<String, Map<String, Integer>> views = new LinkedHashMap<>();

    /** Takes an entry in; those that change nothing here are ignored. */
    public void apply(Entry entry) {
        if (entry instanceof Entry.Up started) {
            up.add(started.peer());
            views.put(started.peer(), new LinkedHashMap<>());
        } else if (entry instanceof Entry.Down ended) {
            up.remove(ended.peer());
            frozen.remove(ended.peer());
            views.remove(ended.peer());
        } else if (entry instanceof Entry.Frozen stopped) {
            frozen.add(stopped.peer());
        } else if (entry instanceof Entry.Thawed goesOn) {
            frozen.remove(goesOn.peer());
        } else if (entry instanceof Entry.Entered entered && views.containsKey(entered.peer())) {
            views.get(entered.peer()).merge(entered.seen(), 1, Integer::sum);
        } else if (entry instanceof Entry.Exited exited && views.containsKey(exited.peer())) {
            views.get(exited.peer()).computeIfPresent(exited.seen(), (seen, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Who is up, also if frozen, in the order in which they came. */
    public List<String> up() {
        return List.copyOf(up);
    }

    /** Whether a peer is up and not frozen. */
    public boolean awake(String peer) {
        return up.contains(peer) && !frozen.contains(peer);
    }

    /**
     * How many identities of {@code seen} a peer sees: 1 if all is well, 2 while it still sees a former self as well.
     */
    public int sees(String peer, String seen) {
        return views.getOrDefault(peer, Map.of()).getOrDefault(seen, 0);
    }

    /** Whom a peer sees, in the order in which it met them. */
    public List<String> view(String peer) {
        return List.copyOf(views.getOrDefault(peer, Map.of()).keySet());
    }
}
