package dev.sleuth.sim;

import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Lives;
import dev.sleuth.sim.journal.Sightings;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The survivors whose view of a peer counts after something happened to it. A survivor is up and awake during the whole
 * time that is judged: whoever starts later, is frozen, crashes or leaves meanwhile is not counted, for it cannot be
 * blamed for not seeing.
 *
 * @param origin when it happened, as the journal has it
 * @param line of the journal on which that stands, from 1
 * @param names of the survivors
 * @param sightings who saw the peer when
 */
record Witnesses(long origin, int line, List<String> names, Sightings sightings) {
    /**
     * Looks up what a step did to a peer, and who could notice within {@code nanos}.
     *
     * @param event tells the entry that the step leads to
     * @return empty if the journal has no such entry after the step
     */
    static Optional<Witnesses> of(List<Entry> entries, int step, String peer, long nanos, Predicate<Entry> event) {
        boolean stepped = false;
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            stepped |= entry instanceof Entry.Stepped taken && taken.number() == step;
            if (stepped && event.test(entry)) {
                return Optional.of(of(entries, i + 1, peer, nanos));
            }
        }
        return Optional.empty();
    }

    private static Witnesses of(List<Entry> entries, int line, String peer, long nanos) {
        long origin = entries.get(line - 1).at();
        Lives lives = Lives.of(entries);
        List<String> names = lives.peers().stream()
                .filter(name -> !name.equals(peer) && lives.steady(name, origin, origin + nanos))
                .toList();
        return new Witnesses(origin, line, names, Sightings.of(entries, peer));
    }
}
