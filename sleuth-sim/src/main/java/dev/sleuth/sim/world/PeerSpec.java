package dev.sleuth.sim.world;

import org.jspecify.annotations.Nullable;

/**
 * A peer of a scenario.
 *
 * @param name unique in the scenario: {@code echo-1}
 * @param service what it offers (it echoes the request's body); null if it only calls
 * @param version the service's version; null if none is told
 * @param atWork how many requests its handlers have at work at once
 */
public record PeerSpec(
        String name, @Nullable String service, @Nullable String version, int atWork) {
    /** As many as a peer has if nothing else is said. */
    public static final int AT_WORK = 256;
}
