package dev.sleuth.zre;

/**
 * What the machine can do to the world. No method blocks, throws, or calls the machine back before it returns: what
 * comes of a call arrives later through {@link Inlet}.
 */
public interface Network extends Wires {
    /** Sends a datagram to everyone who listens; best effort. */
    void broadcast(Beacon beacon);

    /** Our own address that faces the peer at {@code remote}, in digits: where that very peer can reach us. */
    String facing(Endpoint remote);
}
