package dev.sleuth.rpc;

import dev.sleuth.zre.PeerId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to get an answer. Made and encoded before the engine is entered; a driver extends it with what it needs
 * to tell its caller.
 */
public class Call {
    final long handle;
    /** Null for whoever's turn it is. */
    final @Nullable PeerId addressee;

    final String service;
    final long deadline;
    final int size;
    private byte @Nullable [] payload;

    @Nullable
    PeerId asked;

    /** When it was sent, on the clock of {@code now}; of no meaning before. */
    long sent;

    /**
     * @param handle a number that no other call of this engine has
     * @param service who is to answer
     * @param payload what {@link EnvelopeCodec#encode(PeerId, long, Request)} made
     * @param deadline when to give up, on the clock of {@code now}, in nanoseconds
     */
    public Call(long handle, String service, byte[] payload, long deadline) {
        this(handle, null, service, payload, deadline);
    }

    /**
     * A call of one peer.
     *
     * @param addressee who is to answer; null for whoever's turn it is
     * @param service what it has to offer; empty for whatever the addressee offers, be it nothing
     */
    public Call(long handle, @Nullable PeerId addressee, String service, byte[] payload, long deadline) {
        this.handle = handle;
        this.addressee = addressee;
        this.service = service;
        this.payload = payload;
        this.size = payload.length;
        this.deadline = deadline;
    }

    /** The service that is to answer; empty for whatever the one peer offers that is called. */
    public final String service() {
        return service;
    }

    /**
     * Who was asked; null before the call was sent. For the thread inside the engine, and after the call was settled.
     */
    public final @Nullable PeerId asked() {
        return asked;
    }

    /** What is to be sent. It is given once, and kept no longer: only the answer is of interest then. */
    final byte[] takePayload() {
        byte[] taken = Objects.requireNonNull(payload, "sent already");
        payload = null;
        return taken;
    }
}
