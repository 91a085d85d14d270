package dev.sleuth.rpc;

import dev.sleuth.zre.Network;
import dev.sleuth.zre.PeerId;

/** What an engine can do to the world, under the rules of {@link Network}: nothing blocks, throws or calls back. */
public interface Port extends Network {
    /**
     * Hands a request to the handler, elsewhere. What comes of it comes back through {@link Intake#answer}, or through
     * {@link Intake#refused} if there is no room for it.
     *
     * @param handle the caller's name for the request, to be put into the answer
     */
    void serve(PeerId caller, String handle, Request request);

    /**
     * Answers, elsewhere, what is asked about the peer itself, whether or not it has a handler. What comes of it comes
     * back as with {@link #serve}.
     *
     * @return false if the request is not about the peer
     */
    boolean tellOfSelf(PeerId caller, String handle, Request request);

    /**
     * Decodes a large payload elsewhere. It comes back through {@link Intake#unpacked}.
     *
     * @return false if there is no room: the payload is lost and counted
     */
    boolean unpack(PeerId from, byte[] payload);

    /** Ends a call. Comes exactly once for each {@link Intake#call}. */
    void settle(Call call, Outcome outcome);

    /**
     * After {@link Intake#drain}: nothing is in hand, and everybody knows. Comes for each time that the peer was
     * drained, unless it was resumed or began to leave before.
     */
    void drained();

    /** Goodbye is said, and all later input is ignored. Comes once. */
    void closed();

    /** Tells what happened, for listeners, metrics and the log. */
    void observe(Observation observation);
}
