package dev.sleuth.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.zre.Message;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A service that stops taking requests says so first, and loses none. */
class DepartureTest {
    private static final long GRACE = 5_000 * FakeWire.MS;

    private final FakeWire wire = new FakeWire();
    private final FakePeer server = new FakePeer(wire, 1, "echo");
    private final FakePeer caller = new FakePeer(wire, 2, null);

    @BeforeEach
    void theyMeet() {
        wire.advance(5_000);
        caller.observed.clear();
    }

    @Test
    void anIdlePeerIsGoneAMomentAfterEverybodyKnows() {
        server.engine.leave(wire.now, GRACE);
        wire.advance(19);
        assertThat(caller.story()).containsExactly("withdrawn P1");
        assertThat(server.closed).isZero();
        wire.advance(2);
        assertThat(server.closed).isOne();
        assertThat(caller.story()).containsExactly("withdrawn P1", "exited P1 LEFT");
        assertThat(caller.open).isEmpty();
    }

    @Test
    void whatIsInHandIsAnsweredBeforeItGoes() {
        server.handler = null;
        Call call = asked();
        server.engine.leave(wire.now, GRACE);
        wire.advance(400);
        assertThat(caller.events()).containsExactly("withdrawn P1");
        answerAll("done");
        wire.advance(30);
        assertThat(caller.response(call).text()).isEqualTo("done");
        assertThat(server.closed).isOne();
        assertThat(caller.events()).containsExactly("withdrawn P1", "exited P1 LEFT");
    }

    @Test
    void whatWasAskedBeforeTheCallerKnewIsAnswered() {
        wire.hold(delivery -> delivery.isMessage() && delivery.from() == caller);
        Call call = caller.call("echo", "on its way");
        server.engine.leave(wire.now, GRACE);
        wire.advance(100);
        assertThat(server.closed).as("gone while something may be on its way").isZero();
        wire.release();
        wire.advance(30);
        assertThat(caller.response(call).text()).isEqualTo("on its way");
        assertThat(server.closed).isOne();
    }

    @Test
    void answersThatAreStillOnTheirWayAreWaitedFor() {
        server.handler = null;
        Call call = asked();
        server.engine.leave(wire.now, GRACE);
        wire.advance(1);
        wire.hold(delivery -> delivery.isMessage() && delivery.from() == server);
        answerAll("slow wire");
        wire.advance(100);
        assertThat(server.closed).as("gone while its answer is on its way").isZero();
        wire.release();
        wire.advance(30);
        assertThat(caller.response(call).text()).isEqualTo("slow wire");
        assertThat(server.closed).isOne();
    }

    @Test
    void whatComesInTheLastMomentIsAnsweredToo() {
        server.engine.leave(wire.now, GRACE);
        wire.advance(15);
        // As a caller that does not look at groups would ask.
        Call call = caller.call(server.id, "");
        wire.advance(15);
        assertThat(caller.response(call).status()).isEqualTo(200);
        assertThat(server.closed).as("gone before another moment has passed").isZero();
        wire.advance(10);
        assertThat(server.closed).isOne();
    }

    @Test
    void anAnswerToWhatCameInTheLastMomentIsWaitedForToo() {
        server.engine.leave(wire.now, GRACE);
        wire.advance(15);
        wire.hold(delivery -> delivery.isMessage() && delivery.from() == server);
        Call call = caller.call(server.id, "");
        wire.advance(100);
        assertThat(server.closed).as("gone while its answer is on its way").isZero();
        wire.release();
        wire.advance(30);
        assertThat(caller.response(call).status()).isEqualTo(200);
        assertThat(server.closed).isOne();
    }

    @Test
    void aRequestThatIsBeingUnpackedIsInHand() {
        wire.hold(delivery -> delivery.toString().contains("unpacked"));
        Call call = caller.call("echo", new byte[64 << 10]);
        wire.deliverAll();
        server.engine.leave(wire.now, GRACE);
        wire.advance(100);
        assertThat(server.closed).isZero();
        wire.release();
        wire.advance(30);
        assertThat(caller.response(call).status()).isEqualTo(200);
        assertThat(server.closed).isOne();
    }

    @Test
    void itGoesWhenTheGraceIsOverWhateverIsInHand() {
        server.handler = null;
        Call call = asked();
        server.engine.leave(wire.now, 50 * FakeWire.MS);
        wire.advance(49);
        assertThat(server.closed).isZero();
        wire.advance(1);
        assertThat(server.closed).isOne();
        wire.advance(310);
        assertThat(caller.failure(call)).isEqualTo(SleuthException.PEER_GONE);
        assertThat(caller.events()).containsExactly("withdrawn P1", "exited P1 LEFT");
    }

    @Test
    void whoeverSaysNothingIsNotWaitedForForLong() {
        wire.deafen(caller, server);
        server.engine.leave(wire.now, GRACE);
        wire.advance(299);
        assertThat(server.closed).isZero();
        wire.advance(30);
        assertThat(server.closed).isOne();
    }

    @Test
    void aPeerWithoutAServiceAndOneWithoutGraceGoAtOnce() {
        caller.engine.leave(wire.now, GRACE);
        server.engine.leave(wire.now, 0);
        assertThat(caller.closed).isOne();
        assertThat(server.closed).isOne();
        assertThat(server.deadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aPeerThatIsAloneGoesAtOnce() {
        wire.kill(caller);
        wire.advance(2_000);
        server.engine.leave(wire.now, GRACE);
        assertThat(server.closed).isOne();
    }

    @Test
    void aLeavingPeerIsAnnouncedToNobodyAndMeetsNobody() {
        server.handler = null;
        asked();
        server.engine.leave(wire.now, GRACE);
        FakePeer newcomer = new FakePeer(wire, 3, null);
        wire.advance(4_000);
        assertThat(newcomer.story()).containsExactly("entered P2");
        assertThat(server.closed).isZero();
        assertThat(caller.events()).as("it is there all the time").doesNotContain("exited P1 SILENT");
    }

    @Test
    void whoGreetsALeavingPeerTooLateIsNotMet() {
        server.handler = null;
        asked();
        FakePeer newcomer = new FakePeer(wire, 3, null);
        wire.hold(delivery -> delivery.from() == newcomer);
        wire.advance(1_000);
        assertThat(newcomer.open).as("it has heard of both, and greeted them").hasSize(2);
        server.engine.leave(wire.now, GRACE);
        wire.release();
        wire.advance(1_000);
        assertThat(newcomer.story()).containsExactly("entered P2");
        assertThat(server.closed).isZero();
    }

    @Test
    void aCallOfItsOwnMayStillBeAnswered() {
        new FakePeer(wire, 3, "other");
        wire.advance(1_000);
        server.handler = null;
        Call call = asked();
        server.engine.leave(wire.now, GRACE);
        wire.advance(10);
        Call own = server.call("other", "by a handler");
        wire.advance(10);
        assertThat(server.response(own).text()).isEqualTo("by a handler");
        answerAll("with that");
        wire.advance(30);
        assertThat(caller.response(call).text()).isEqualTo("with that");
    }

    @Test
    void aDrainedPeerIsCalledByNobodyAndStaysAndComesBack() {
        server.engine.drain(wire.now);
        wire.advance(30);
        assertThat(server.drained).isOne();
        assertThat(caller.failure(caller.call("echo", ""))).isEqualTo(SleuthException.UNKNOWN_SERVICE);
        assertThat(caller.failure(caller.call(server.id, "echo"))).isEqualTo(SleuthException.UNKNOWN_SERVICE);
        wire.advance(10_000);
        assertThat(caller.story()).containsExactly("withdrawn P1");

        server.engine.resume(wire.now);
        wire.advance(10);
        assertThat(caller.story()).containsExactly("withdrawn P1", "offered P1");
        Call call = caller.call("echo", "again");
        wire.advance(10);
        assertThat(caller.response(call).text()).isEqualTo("again");
        assertThat(server.drained).isOne();
    }

    @Test
    void drainingIsDoneWhenAllIsAnswered() {
        server.handler = null;
        Call call = asked();
        server.engine.drain(wire.now);
        wire.advance(100);
        assertThat(server.drained).isZero();
        answerAll("first");
        wire.advance(30);
        assertThat(caller.response(call).text()).isEqualTo("first");
        assertThat(server.drained).isOne();
        assertThat(server.closed).isZero();
    }

    @Test
    void whoMeetsADrainedPeerLearnsThatItOffersSomethingWhenItComesBack() {
        server.engine.drain(wire.now);
        wire.advance(30);
        FakePeer newcomer = new FakePeer(wire, 3, null);
        wire.advance(1_000);
        assertThat(newcomer.story()).containsExactlyInAnyOrder("entered P1", "entered P2");
        assertThat(wire.sent(server, newcomer, Message.Hello.class))
                .allSatisfy(hello -> assertThat(hello.groups()).isEmpty())
                .allSatisfy(hello -> assertThat(hello.status()).isEqualTo(2));
        server.engine.resume(wire.now);
        wire.advance(10);
        assertThat(newcomer.story()).endsWith("offered P1");
        assertThat(newcomer.rejections()).isEmpty();
    }

    /** RFC 36: each change has the next number, or implementations end themselves. */
    @Test
    void theStatusCountsEveryChangeAndWraps() {
        for (int change = 2; change < 300; change++) {
            if (change % 2 == 0) {
                server.engine.drain(wire.now);
                server.engine.drain(wire.now);
            } else {
                server.engine.resume(wire.now);
                server.engine.resume(wire.now);
            }
            wire.advance(1);
        }
        assertThat(caller.rejections()).isEmpty();
        List<Message.Leave> leaves = wire.sent(server, caller, Message.Leave.class);
        List<Message.Join> joins = wire.sent(server, caller, Message.Join.class);
        assertThat(leaves).hasSize(149);
        assertThat(joins).hasSize(149);
        assertThat(leaves.get(0).status()).isEqualTo(2);
        assertThat(joins.get(0).status()).isEqualTo(3);
        assertThat(joins.get(126).status()).isEqualTo(255);
        assertThat(leaves.get(127).status()).isZero();
    }

    @Test
    void aDrainedPeerLeavesWithoutLeavingItsGroupAgain() {
        server.engine.drain(wire.now);
        wire.advance(30);
        server.engine.leave(wire.now, GRACE);
        wire.advance(30);
        assertThat(wire.sent(server, caller, Message.Leave.class)).hasSize(1);
        assertThat(caller.story()).containsExactly("withdrawn P1", "exited P1 LEFT");
        server.engine.resume(wire.now);
        assertThat(server.open).isEmpty();
    }

    @Test
    void aLeavingPeerIsNotDrainedOrResumed() {
        server.handler = null;
        asked();
        server.engine.leave(wire.now, GRACE);
        server.engine.resume(wire.now);
        server.engine.drain(wire.now);
        wire.advance(50);
        assertThat(wire.sent(server, caller, Message.Join.class)).isEmpty();
        answerAll("");
        wire.advance(30);
        assertThat(server.drained).isZero();
        assertThat(server.closed).isOne();
    }

    private Call asked() {
        Call call = caller.call("echo", "");
        wire.deliverAll();
        return call;
    }

    private void answerAll(String text) {
        server.asked.forEach(asked -> server.answer(asked.getKey(), asked.getValue(), Response.ok(text)));
        server.asked.clear();
    }
}
