package dev.sleuth.sim;

import dev.sleuth.sim.world.LoadSpec;
import dev.sleuth.sim.world.PeerSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A story of peers that come, call, fail and come back, and what is expected of it. Times are nanoseconds since the
 * start.
 *
 * @param name for reports: letters, digits, spaces and {@code . _ -}
 * @param story what it is about, in sentences; empty if none is told
 * @param seed of all that is random in worlds that have a say in it
 * @param lasts when it ends
 * @param peers in the order of the file, groups spelled out
 * @param steps in order of time
 */
public record Scenario(
        String name,
        String story,
        long seed,
        long lasts,
        List<PeerSpec> peers,
        List<LoadSpec> load,
        List<Step> steps,
        List<Expectation> expectations) {
    public Scenario {
        peers = List.copyOf(peers);
        load = List.copyOf(load);
        steps = List.copyOf(steps);
        expectations = List.copyOf(expectations);
    }

    /** Who is there from the start. */
    public List<PeerSpec> present() {
        Set<PeerSpec> present = new LinkedHashSet<>(peers);
        steps.forEach(step -> present.removeAll(step.newcomers()));
        return List.copyOf(present);
    }

    /** The same story with other luck. */
    public Scenario withSeed(long seed) {
        return new Scenario(name, story, seed, lasts, peers, load, steps, expectations);
    }
}
