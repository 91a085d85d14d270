package dev.sleuth.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.zre.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A peer that stops reading costs a bounded amount of memory, and one that reads again is served again. */
class SlowReaderTest {
    private static final int MIB = 1 << 20;
    /** Nobody looks into them: they only have to be large. */
    private static final byte[] LARGE = new byte[6 * MIB];

    private final FakeWire wire = new FakeWire();
    private final FakePeer server = new FakePeer(wire, 1, "echo");
    private final FakePeer caller = new FakePeer(wire, 2, null);
    private long handles = 1_000;

    @BeforeEach
    void theyMeet() {
        wire.advance(1);
    }

    @Test
    void aPeerThatDoesNotReadGetsNoMoreThan64MebibytesAndOnePing() {
        wire.hold(FakeWire.Delivery::isMessage);
        int taken = 0;
        while (isTaken(LARGE)) {
            taken++;
        }
        assertThat(taken).isEqualTo(64 / 6);
        assertThat(wire.sent(caller, server, Message.Ping.class)).hasSize(1);
        assertThat(caller.events()).containsExactly("entered P1", "offered P1");
    }

    @Test
    void aPeerThatReadsIsNeverRefused() {
        for (int i = 0; i < 20; i++) {
            assertThat(isTaken(LARGE)).isTrue();
            wire.deliverAll();
        }
    }

    @Test
    void aPeerThatReadsAgainIsServedAgainThoughOnlyLargeRequestsCome() {
        wire.hold(FakeWire.Delivery::isMessage);
        assertThat(isTaken(new byte[MIB + 1])).isTrue();
        while (isTaken(LARGE)) {
            // until the peer has had enough
        }
        wire.release();
        wire.deliverAll();
        assertThat(isTaken(LARGE)).isTrue();
    }

    private boolean isTaken(byte[] payload) {
        Call call = new Call(handles++, "echo", payload, wire.now + 500 * FakeWire.MS, false);
        caller.engine.call(wire.now, call);
        return !caller.settled.containsKey(call);
    }
}
