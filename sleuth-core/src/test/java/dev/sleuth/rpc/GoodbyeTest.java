package dev.sleuth.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.zre.Beacon;
import dev.sleuth.zre.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A peer says goodbye over two ways, LEAVE on the link and a beacon with port 0, and neither may cost an answer. */
class GoodbyeTest {
    private final FakeWire wire = new FakeWire();
    private final FakePeer server = new FakePeer(wire, 1, "echo");
    private final FakePeer caller = new FakePeer(wire, 2, null);

    @BeforeEach
    void theyMeetAndACallWaits() {
        wire.advance(5_000);
        caller.observed.clear();
        server.handler = null;
    }

    @Test
    void anAnswerAfterLeaveIsTaken() {
        Call call = asked();
        leave(2);
        server.engine.answer(wire.now, caller.id, FakePeer.CODEC.encode(handle(), Response.ok("late")));
        // The engine of the server did not send this LEAVE, so the numbers of its link are one behind.
        wire.lose(FakeWire.Delivery::isMessage);
        caller.engine.message(wire.now, server.id, server.host, whisper(3, "late"));
        assertThat(caller.response(call).text()).isEqualTo("late");
        assertThat(caller.story()).containsExactly("withdrawn P1");
    }

    @Test
    void anAnswerThatIsOvertakenByTheLastBeaconIsTaken() {
        Call call = asked();
        server.answer(caller.id, handle(), Response.ok("on its way"));
        server.engine.close(wire.now);
        wire.deliverOne(FakeWire.Delivery::isDatagram);
        wire.deliverOne(delivery -> delivery.isDatagram() && delivery.to() == caller);
        assertThat(caller.events()).as("anybody can send one").isEmpty();
        wire.deliverAll();
        assertThat(caller.response(call).text()).isEqualTo("on its way");
        assertThat(caller.failure(caller.call("echo", ""))).isEqualTo(SleuthException.UNKNOWN_SERVICE);
        wire.advance(310);
        assertThat(caller.story()).containsExactly("withdrawn P1", "exited P1 LEFT");
        assertThat(caller.open).isEmpty();
    }

    @Test
    void whatAPeerHasNotAnsweredWhenItIsGoneIsNotWaitedFor() {
        Call call = asked();
        server.engine.close(wire.now);
        wire.advance(310);
        assertThat(caller.events()).endsWith("exited P1 LEFT");
        assertThat(caller.failure(call)).isEqualTo(SleuthException.PEER_GONE);
    }

    @Test
    void aPeerThatLeavesIsNotDialledAgainWhenItsLinkBreaks() {
        server.engine.close(wire.now);
        wire.deliverAll();
        wire.kill(server);
        wire.deliverAll();
        assertThat(caller.open).isEmpty();
        wire.advance(310);
        assertThat(caller.story()).containsExactly("withdrawn P1", "exited P1 LEFT");
    }

    /** Its end is seen before its last beacon, or that is lost: on a line that is none of its failure. */
    @Test
    void whoeverSaidLeaveAndIsThereNoMoreHasLeft() {
        server.engine.close(wire.now);
        wire.lose(FakeWire.Delivery::isDatagram);
        wire.deliverAll();
        wire.kill(server);
        wire.deliverAll();
        assertThat(caller.story()).containsExactly("withdrawn P1", "exited P1 LEFT");
        assertThat(caller.open).isEmpty();
    }

    @Test
    void anOldBeaconThatArrivesAfterTheLastOneDoesNotBringAPeerBack() {
        server.engine.close(wire.now);
        wire.deliverAll();
        caller.engine.beacon(wire.now, server.host, new Beacon(server.id, server.port));
        wire.kill(server);
        wire.advance(310);
        assertThat(caller.events()).containsExactly("withdrawn P1", "exited P1 LEFT");
    }

    @Test
    void onlyTheHostsOfAPeerMaySayItsGoodbye() {
        caller.engine.beacon(wire.now, "10.0.0.66", new Beacon(server.id, 0));
        wire.advance(1_000);
        assertThat(caller.story()).containsExactly("rejected P1 goodbye");
        // Another address of the same host, from which its beacons came before.
        caller.engine.beacon(wire.now, "10.1.0.1", new Beacon(server.id, server.port));
        caller.engine.beacon(wire.now, "10.1.0.1", new Beacon(server.id, 0));
        wire.kill(server);
        wire.advance(310);
        assertThat(caller.events()).containsExactly("withdrawn P1", "exited P1 LEFT");
    }

    @Test
    void aPeerThatHasNotEnteredIsForgottenAtOnce() {
        FakePeer other = new FakePeer(wire, 3, null);
        wire.hold(delivery -> delivery.isMessage() && delivery.from() == other);
        wire.advance(10);
        assertThat(caller.open).hasSize(2);
        caller.engine.beacon(wire.now, other.host, new Beacon(other.id, 0));
        assertThat(caller.open).hasSize(1);
        assertThat(caller.story()).isEmpty();
    }

    private Call asked() {
        Call call = caller.call("echo", "");
        wire.deliverAll();
        return call;
    }

    private String handle() {
        return server.asked.get(0).getValue();
    }

    private void leave(int sequence) {
        caller.engine.message(wire.now, server.id, server.host, new Message.Leave(sequence, "SLEUTH-v1", 2));
    }

    private Message whisper(int sequence, String text) {
        return new Message.Whisper(sequence, FakePeer.CODEC.decode(FakePeer.CODEC.encode(handle(), Response.ok(text))));
    }
}
