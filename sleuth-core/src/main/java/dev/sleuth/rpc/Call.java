package dev.sleuth.rpc;

import dev.sleuth.zre.PeerId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call: sent to one peer, and perhaps to others after it, until one answers. Made and encoded before the engine is
 * entered; a driver extends it with what it needs to tell its caller.
 */
public class Call {
    /** What is known of the last attempt. */
    enum Delivery {
        /** It is on its way, or there. */
        UNDER_WAY,
        /** Its link has ended: it may be there, and the answer may come. */
        IN_DOUBT,
        /** It has certainly not left. */
        UNSENT
    }

    final long handle;
    /** Null for whoever's turn it is. */
    final @Nullable PeerId addressee;

    final String service;
    final long deadline;
    /** Whether it may be done twice. */
    final boolean repeatable;

    final byte[] payload;

    @Nullable
    PeerId asked;
    /** Whom it was sent to before, and who may still answer. */
    private List<PeerId> former = List.of();

    Delivery delivery = Delivery.UNSENT;
    /** Why nobody waits for {@link #asked} any more: it is gone. Null while it is there. */
    @Nullable
    String gone;
    /** The link that took it; 0 if none did. */
    long link;
    /** How often it was sent. */
    int attempts;
    /** When it was sent last, on the clock of {@code now}; of no meaning before. */
    long sent;

    /**
     * A call of whoever's turn it is.
     *
     * @param handle a number that no other call of this engine has
     * @param service who is to answer
     * @param payload what {@link EnvelopeCodec#encode(PeerId, long, Request)} made
     * @param deadline when to give up, on the clock of {@code now}, in nanoseconds
     * @param repeatable {@link Request#isIdempotent}
     */
    public Call(long handle, String service, byte[] payload, long deadline, boolean repeatable) {
        this(handle, null, service, payload, deadline, repeatable);
    }

    /**
     * A call of one peer.
     *
     * @param addressee who is to answer; null for whoever's turn it is
     * @param service what it has to offer; empty for whatever the addressee offers, be it nothing
     */
    public Call(
            long handle,
            @Nullable PeerId addressee,
            String service,
            byte[] payload,
            long deadline,
            boolean repeatable) {
        this.handle = handle;
        this.addressee = addressee;
        this.service = service;
        this.payload = payload;
        this.deadline = deadline;
        this.repeatable = repeatable;
    }

    /** The service that is to answer; empty for whatever the one peer offers that is called. */
    public final String service() {
        return service;
    }

    /**
     * Who was asked last; null before the call was sent. For the thread inside the engine, and after the call was
     * settled.
     */
    public final @Nullable PeerId asked() {
        return asked;
    }

    /** How often it was sent. For the thread inside the engine, and after the call was settled. */
    public final int attempts() {
        return attempts;
    }

    /** Whoever comes next, the one that was asked may still answer. */
    final void keep(PeerId one) {
        if (!former.contains(one)) {
            former = new ArrayList<>(former);
            former.add(one);
        }
    }

    /** It will not answer any more. */
    final void forget(PeerId one) {
        if (former.contains(one)) {
            former = new ArrayList<>(former);
            former.remove(one);
        }
    }

    /** Whom it was sent to before, and who may still answer. */
    final List<PeerId> former() {
        return former;
    }

    /** Whether {@code one} may answer it. */
    final boolean isAskedOf(PeerId one) {
        return one.equals(asked) || former.contains(one);
    }
}
