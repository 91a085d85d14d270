package dev.sleuth.zre;

/**
 * What the machine can do to the world. No method blocks, throws, or calls the machine back before it returns: what
 * comes of a call arrives later through {@link Inlet}.
 */
public interface Network {
    /** Sends a datagram to everyone who listens; best effort. */
    void broadcast(Beacon beacon);

    /** Our own address that faces the peer at {@code remote}, in digits: where that very peer can reach us. */
    String facing(Endpoint remote);

    /**
     * Starts one connection to a peer. It ends in {@link Inlet#opened} or {@link Inlet#broken} with the same number.
     *
     * @param link a number never used before
     */
    void open(long link, PeerId peer, Endpoint endpoint);

    /**
     * Sends one message on a link, in order. Also takes messages for a link that is not open yet.
     *
     * @return false if the link did not take the message: it was certainly not sent, and the link is of no further use
     */
    boolean send(long link, byte[][] frames);

    /**
     * Ends a link. What was sent before still leaves if it can; nothing more is heard of the link. Unknown numbers are
     * ignored.
     */
    void close(long link);
}
