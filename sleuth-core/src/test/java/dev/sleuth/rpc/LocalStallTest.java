package dev.sleuth.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When it is us who stand still: nobody is judged before what waits in our sockets was read. */
class LocalStallTest {
    private final FakeWire wire = new FakeWire();
    private final FakePeer server = new FakePeer(wire, 1, "tea");
    private final FakePeer caller = new FakePeer(wire, 2, null);

    @BeforeEach
    void theyMeet() {
        wire.advance(5_000);
        caller.observed.clear();
    }

    /** Time passes at the caller alone, and its timers come before what waits for it. */
    private void callerStandsStill(long millis) {
        wire.hold(delivery -> delivery.to() == caller);
        wire.now += millis * FakeWire.MS;
        caller.engine.tick(wire.now);
        wire.advance(5);
        wire.release();
        wire.deliverAll();
    }

    @Test
    void whoWasSilentUntilAMomentBeforeItsEndIsHeardFirst() {
        caller.call("tea", "");
        wire.deliverAll();
        wire.hold(delivery -> delivery.to() == caller);
        wire.advance(795);
        assertThat(caller.events()).as("5 ms are left, and its PING-OK waits").isEmpty();
        callerStandsStill(400);
        wire.advance(1_000);
        assertThat(caller.events()).isEmpty();
    }

    @Test
    void whoIsDoubtedIsHeardFirst() {
        wire.cut(caller, server);
        wire.hold(delivery -> delivery.to() == caller && (delivery.isMessage() || delivery.isDatagram()));
        wire.deliverAll();
        for (int i = 0; i < 8; i++) {
            // Its beacons keep it listed; its PING-OK waits.
            wire.advance(99);
            caller.engine.beacon(wire.now, server.host, new dev.sleuth.zre.Beacon(server.id, server.port));
        }
        callerStandsStill(400);
        wire.advance(1_000);
        assertThat(caller.events()).isEmpty();
        assertThat(caller.dialled).hasSize(2);
    }

    @Test
    void whoOwesAnAnswerIsHeardFirst() {
        server.handler = null;
        wire.hold(delivery -> delivery.to() == caller);
        caller.call("tea", "");
        wire.advance(245);
        assertThat(caller.suspicions()).as("5 ms are left").isEmpty();
        callerStandsStill(300);
        assertThat(caller.suspicions()).isEmpty();
    }

    @Test
    void aNightsSleepIsNobodysDeath() {
        callerStandsStill(8 * 3_600_000L);
        wire.advance(2_000);
        assertThat(caller.events()).isEmpty();
    }
}
