package dev.sleuth.sim.cli;

import dev.sleuth.sim.Scenario;
import dev.sleuth.sim.journal.Journal;
import dev.sleuth.sim.world.World;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The worlds that can be asked for.
 *
 * @param makers by name, in the order in which they are told
 */
record Worlds(Map<String, Maker> makers) {
    /** Makes a fresh world that writes to an empty journal. */
    @FunctionalInterface
    interface Maker {
        World make(Scenario scenario, Journal journal);

        /**
         * Throws what {@link #make} or the run would if this machine has not got what the scenario takes, as far as
         * that can be known before anything is started.
         */
        default void check(Scenario scenario) {}
    }

    Worlds {
        makers = Collections.unmodifiableMap(new LinkedHashMap<>(makers));
    }

    List<String> names() {
        return List.copyOf(makers.keySet());
    }
}
