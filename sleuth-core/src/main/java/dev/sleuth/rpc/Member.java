package dev.sleuth.rpc;

import dev.sleuth.zre.Endpoint;
import dev.sleuth.zre.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * A peer that has greeted us.
 *
 * @param id its identity
 * @param service what it offers in our group; null if it only calls
 * @param version the version of that service; {@code unknown} if it does not tell
 * @param endpoint where we reach it
 * @param since when it entered, in nanoseconds of the engine's clock
 */
public record Member(PeerId id, @Nullable String service, String version, Endpoint endpoint, long since) {}
