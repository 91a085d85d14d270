package dev.sleuth.rpc;

import dev.sleuth.zre.PeerId;
import org.jspecify.annotations.Nullable;

/** How a call ended. */
public sealed interface Outcome {
    /** How often the call was sent: 0 if never. */
    int attempts();

    /**
     * Somebody answered, with whatever status.
     *
     * @param by who it was; with no attempts, one of those that have refused calls like it and are not to be asked yet
     */
    record Answered(Response response, PeerId by, int attempts) implements Outcome {}

    /**
     * Nobody answered.
     *
     * @param code one of {@link SleuthException}'s
     * @param peer who was asked; null if nobody was
     */
    record Failed(int code, String why, @Nullable PeerId peer, int attempts) implements Outcome {}
}
