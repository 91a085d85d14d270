package dev.sleuth.rpc;

import dev.sleuth.zre.PeerId;
import org.jspecify.annotations.Nullable;

/** How a call ended. */
public sealed interface Outcome {
    /** Somebody answered, with whatever status. */
    record Answered(Response response, PeerId by) implements Outcome {}

    /**
     * Nobody answered.
     *
     * @param code one of {@link SleuthException}'s
     * @param peer who was asked; null if nobody was
     */
    record Failed(int code, String why, @Nullable PeerId peer) implements Outcome {}
}
