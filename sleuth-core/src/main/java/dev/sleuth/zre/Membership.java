package dev.sleuth.zre;

import org.jspecify.annotations.Nullable;

/** What {@link Node} tells the layer above. Called inside the machine: an implementation may call the node back. */
public interface Membership {
    /** A peer has greeted us. */
    void entered(long now, PeerId peer, Endpoint endpoint, Message.Hello hello);

    /**
     * A peer that had entered is gone.
     *
     * @param heard when it gave its last sign of life; the time that we stood still ourselves is left out
     */
    void exited(long now, PeerId peer, Cause cause, long heard);

    /** A peer joined a group after it had entered. */
    void joined(long now, PeerId peer, String group);

    /** A peer left a group and is still there. */
    void left(long now, PeerId peer, String group);

    /**
     * It was said that a peer is about to leave, or that it is not after all. It is better not asked anything while
     * there are others.
     */
    void parting(long now, PeerId peer, boolean parting);

    /** A peer became suspect, which means that it is better not asked while there are others, or is no longer. */
    void suspected(long now, PeerId peer, boolean suspect);

    /**
     * The link to a peer has ended; another one may follow. What was sent on it need not have arrived.
     *
     * @param opened whether it was ever taken; if not, nothing that was sent on it has left
     */
    void cut(long now, PeerId peer, long link, boolean opened);

    /** A peer sent us something. */
    void whispered(long now, PeerId from, Message.Content content);

    /**
     * Something was not taken.
     *
     * @param from who sent it; null if that is not known
     */
    void rejected(long now, @Nullable PeerId from, Reason reason, String detail);
}
