package dev.sleuth.dashboard.model;

import dev.sleuth.dashboard.model.Picture.Note;
import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Topology;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells in sentences what happens to peers, and how soon everybody has noticed. */
final class Noticing {
    private static final int KEPT = 50;

    private final Topology topology;
    private final int everybody;
    private final Deque<Note> notes = new ArrayDeque<>();
    /** Since when peers are gone or back without everybody having noticed. */
    private final Map<String, Long> going = new LinkedHashMap<>();

    private final Map<String, Long> coming = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();
    private boolean discovered;

    /**
     * @param topology has every entry after {@link #before} and before {@link #after}
     * @param everybody how many peers there will be
     */
    Noticing(Topology topology, int everybody) {
        this.topology = topology;
        this.everybody = everybody;
    }

    /** The notes so far, the last 50 at most, the oldest first. */
    List<Note> notes() {
        return List.copyOf(notes);
    }

    void before(Entry entry) {
        if (entry instanceof Entry.Down down) {
            String how = down.how().equals("leave") ? " left" : " crashed";
            happens(down.at(), down.peer(), how, going);
        } else if (entry instanceof Entry.Frozen frozen) {
            happens(frozen.at(), frozen.peer(), " stands still", going);
        } else if (entry instanceof Entry.Thawed thawed) {
            happens(thawed.at(), thawed.peer(), " goes on", coming);
        } else if (entry instanceof Entry.Up up && !known.add(up.peer())) {
            happens(up.at(), up.peer(), " is back", coming);
        } else if (entry instanceof Entry.Stalled stalled) {
            note(stalled.at(), "the machine itself stood still for " + Figures.time(stalled.nanos()));
        }
    }

    private void happens(long at, String peer, String what, Map<String, Long> pending) {
        going.remove(peer);
        coming.remove(peer);
        pending.put(peer, at);
        note(at, peer + what);
    }

    void after(Entry entry) {
        if (entry instanceof Entry.Exited exited) {
            noticed(going, exited.seen(), exited.at(), " is gone for everybody, after ", false);
        } else if (entry instanceof Entry.Entered entered) {
            noticed(coming, entered.seen(), entered.at(), " is seen by everybody, after ", true);
            discovered(entered.at());
        }
    }

    private void noticed(Map<String, Long> pending, String peer, long at, String what, boolean seen) {
        Long since = pending.get(peer);
        boolean all = topology.up().stream()
                .filter(other -> !other.equals(peer) && topology.awake(other))
                .allMatch(other -> topology.sees(other, peer) > 0 == seen);
        if (since != null && all) {
            pending.remove(peer);
            note(at, peer + what + Figures.time(at - since));
        }
    }

    private void discovered(long at) {
        List<String> up = topology.up();
        if (!discovered
                && up.size() >= everybody
                && up.stream().allMatch(peer -> topology.view(peer).size() >= up.size() - 1)) {
            discovered = true;
            note(at, "everybody has seen everybody");
        }
    }

    private void note(long at, String text) {
        notes.addLast(new Note(at, text));
        if (notes.size() > KEPT) {
            notes.removeFirst();
        }
    }
}
