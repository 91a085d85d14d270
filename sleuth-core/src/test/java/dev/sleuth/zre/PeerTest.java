package dev.sleuth.zre;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PeerTest {
    /** RFC 36: the sequence number has two bytes and wraps to zero. */
    @Test
    void afterNumber65535ComesZero() {
        Peer peer = new Peer(new PeerId(1, 2), new Endpoint("10.0.0.1", 5671), 0);
        peer.outgoing = 65_535;

        peer.countOutgoing();
        assertThat(peer.outgoing).isZero();
    }
}
