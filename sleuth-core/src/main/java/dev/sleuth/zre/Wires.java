package dev.sleuth.zre;

/** The connections of {@link Network}, under its rules. */
public interface Wires {
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
