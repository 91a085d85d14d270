package dev.sleuth.sim.world;

import org.jspecify.annotations.Nullable;

/**
 * A peer of a scenario.
 *
 * @param name unique in the scenario: {@code echo-1}
 * @param service what it offers (it echoes the request's body); null if it only calls
 * @param version the service's version; null if none is told
 */
public record PeerSpec(
        String name, @Nullable String service, @Nullable String version) {}
