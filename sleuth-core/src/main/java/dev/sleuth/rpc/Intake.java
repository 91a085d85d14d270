package dev.sleuth.rpc;

import dev.sleuth.zre.Inlet;
import dev.sleuth.zre.PeerId;

/** All ways into an engine: those of the network and those of the application. One thread at a time. */
public interface Intake extends Inlet {
    /** Starts a call. It ends in exactly one {@link Port#settle}, possibly before this returns. */
    void call(long now, Call call);

    /** Sends an answer, made by {@link EnvelopeCodec#encode(String, Response)}, to the peer whose request it was. */
    void answer(long now, PeerId caller, byte[] payload);

    /**
     * There is no room for a request that {@link Port#serve} was handed: it is answered with 503.
     *
     * @param millis after how many milliseconds it is worth asking again
     */
    void refused(long now, PeerId caller, String handle, long millis);

    /** A payload that {@link Port#unpack} was given has been decoded. */
    void unpacked(long now, PeerId from, Envelope envelope);

    /**
     * Stops being offered: leaves the group, with LEAVE on every link. What is in hand and what comes all the same is
     * answered. {@link Port#drained} tells when that is done. Nothing at a peer that is leaving.
     */
    void drain(long now);

    /** Is offered again: joins the group, with JOIN on every link. Nothing at a peer that is leaving. */
    void resume(long now);

    /**
     * Leaves: as {@link #drain} and then {@link #close}, which comes by itself when all is done, or after {@code grace}
     * at the latest. A peer that offers nothing closes at once.
     *
     * @param grace in nanoseconds
     */
    void leave(long now, long grace);

    /**
     * Says goodbye (LEAVE, and a beacon with port 0), ends all calls with 935 and closes all links. Later input is
     * ignored. {@link Port#closed} tells that it is done.
     */
    void close(long now);
}
