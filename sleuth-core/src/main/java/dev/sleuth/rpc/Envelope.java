package dev.sleuth.rpc;

import dev.sleuth.zre.Message;

/** What a WHISPER carries between sleuth peers: a request, a response, or something that is neither. */
public sealed interface Envelope extends Message.Content {
    /** A request; {@code handle} is the caller's name for it and goes back with the answer. */
    record Question(String handle, Request request) implements Envelope {}

    /** A response to the call with this handle. */
    record Answer(long handle, Response response) implements Envelope {}

    /** Something that cannot be read; {@code code} is one of {@link SleuthException}'s. */
    record Unreadable(int code, String why) implements Envelope {}
}
