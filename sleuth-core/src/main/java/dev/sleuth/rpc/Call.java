package dev.sleuth.rpc;

import dev.sleuth.zre.PeerId;

/**
 * One attempt to get an answer. Made and encoded before the engine is entered; a driver extends it with what it needs
 * to tell its caller.
 */
public class Call {
    final long handle;
    final String service;
    final long deadline;
    final int size;
    /** Null once it was sent: only the answer is of interest then. */
    byte[] payload;

    PeerId asked;

    /**
     * @param handle a number that no other call of this engine has
     * @param service who is to answer
     * @param payload what {@link EnvelopeCodec#encode(PeerId, long, Request)} made
     * @param deadline when to give up, on the clock of {@code now}, in nanoseconds
     */
    public Call(long handle, String service, byte[] payload, long deadline) {
        this.handle = handle;
        this.service = service;
        this.payload = payload;
        this.size = payload.length;
        this.deadline = deadline;
    }

    /** The service that is to answer. */
    public final String service() {
        return service;
    }

    /**
     * Who was asked; null before the call was sent. For the thread inside the engine, and after the call was settled.
     */
    public final PeerId asked() {
        return asked;
    }
}
