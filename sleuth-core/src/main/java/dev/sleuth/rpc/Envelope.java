package dev.sleuth.rpc;

import dev.sleuth.zre.Message;
import org.jspecify.annotations.Nullable;

/** What a WHISPER carries between sleuth peers: a request, a response, or something that is neither. */
public sealed interface Envelope extends Message.Content {
    /** A request; {@code handle} is the caller's name for it and goes back with the answer. */
    record Question(String handle, Request request) implements Envelope {}

    /** A response to the call with this handle. */
    record Answer(long handle, Response response) implements Envelope {}

    /**
     * Something that cannot be read.
     *
     * @param code one of {@link SleuthException}'s: what it would have been is known from it
     * @param why in one line
     * @param handle the call that it is about; null if that cannot be read either
     */
    record Unreadable(int code, String why, @Nullable String handle) implements Envelope {}
}
