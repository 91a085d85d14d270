package dev.sleuth.sim.journal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How long it took until a peer that ended or froze was out of the others' views. Times are in nanoseconds.
 *
 * @param how {@code crash}, {@code leave} or {@code freeze}
 * @param at when it happened, since the start
 * @param delays of all who saw it and then did not, in ascending order
 */
public record Detection(String peer, String how, long at, List<Long> delays) {
    public Detection {
        delays = delays.stream().sorted().toList();
    }

    /** All of a journal, in the order in which they happened; those that nobody noticed are left out. */
    public static List<Detection> of(List<Entry> entries) {
        Reader reader = new Reader();
        entries.forEach(reader::take);
        return reader.done();
    }

    /** The delay that half of them did not exceed. */
    public long median() {
        return delays.get((delays.size() - 1) / 2);
    }

    /** The longest delay. */
    public long max() {
        return delays.get(delays.size() - 1);
    }

    private record Event(String peer, String how, long at, Set<String> saw, List<Long> delays) {}

    private static final class Reader {
        private final List<Event> events = new ArrayList<>();
        private final Map<String, Event> open = new LinkedHashMap<>();
        private final Topology topology = new Topology();

        void take(Entry entry) {
            if (entry instanceof Entry.Down down) {
                begin(down.peer(), down.how(), down.at());
            } else if (entry instanceof Entry.Frozen frozen) {
                begin(frozen.peer(), "freeze", frozen.at());
            } else if (entry instanceof Entry.Up up) {
                open.remove(up.peer());
            } else if (entry instanceof Entry.Thawed thawed) {
                open.remove(thawed.peer());
            } else if (entry instanceof Entry.Exited exited) {
                Event event = open.get(exited.seen());
                if (event != null && event.saw().remove(exited.peer())) {
                    event.delays().add(Math.max(0, exited.at() - event.at()));
                }
            }
            topology.apply(entry);
        }

        private void begin(String peer, String how, long at) {
            Set<String> saw = new LinkedHashSet<>();
            for (String other : topology.up()) {
                if (topology.sees(other, peer) > 0) {
                    saw.add(other);
                }
            }
            Event event = new Event(peer, how, at, saw, new ArrayList<>());
            events.add(event);
            open.put(peer, event);
        }

        List<Detection> done() {
            return events.stream()
                    .filter(event -> !event.delays().isEmpty())
                    .map(event -> new Detection(event.peer(), event.how(), event.at(), event.delays()))
                    .toList();
        }
    }
}
