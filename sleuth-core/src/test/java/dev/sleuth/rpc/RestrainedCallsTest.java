package dev.sleuth.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.zre.Message;
import dev.sleuth.zre.PeerId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Peers that refuse, and a caller that does not insist. */
class RestrainedCallsTest {
    private final FakeWire wire = new FakeWire();
    private final FakePeer first = new FakePeer(wire, 1, "tea");
    private final FakePeer second = new FakePeer(wire, 2, "tea");
    private final FakePeer caller = new FakePeer(wire, 4, null);

    @BeforeEach
    void theyMeet() {
        for (FakePeer peer : new FakePeer[] {first, second}) {
            peer.handler = request -> Response.ok(peer.name);
        }
        wire.advance(400);
    }

    private Call post() {
        Call call = caller.call("tea", "");
        wire.deliverAll();
        return call;
    }

    private List<String> answers(int calls) {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            answers.add(caller.response(post()).text());
        }
        return answers;
    }

    private int asked(FakePeer peer) {
        return wire.sent(caller, peer, Message.Whisper.class).size();
    }

    private void bothRefuse(long firstMillis, long secondMillis) {
        first.refusesToServe = true;
        first.hintMillis = firstMillis;
        second.refusesToServe = true;
        second.hintMillis = secondMillis;
    }

    @Test
    void whoeverRefusedIsPassedOverUntilItsTimeIsOverAndThenHasItsShareAtOnce() {
        first.refusesToServe = true;
        assertThat(answers(4)).containsExactly("P2", "P2", "P2", "P2");
        assertThat(asked(first)).isEqualTo(1);

        first.refusesToServe = false;
        wire.advance(49);
        assertThat(answers(1)).containsExactly("P2");
        wire.advance(1);
        assertThat(answers(4)).containsExactly("P1", "P2", "P1", "P2");
    }

    @Test
    void whenAllRefuseTheCallEndsHereWith503AndNothingIsSent() {
        bothRefuse(700, 1_500);
        assertThat(caller.response(post()).status()).isEqualTo(503);
        wire.advance(100);
        int sent = wire.sent.size();

        Call call = post();

        assertThat(wire.sent).hasSize(sent);
        Response response = caller.response(call);
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.header("Retry-After")).isEqualTo("1");
        assertThat(response.header(Refusal.RETRY_AFTER_MILLIS)).isEqualTo("600");
        assertThat(caller.outcome(call).attempts()).isZero();
    }

    @Test
    void afterwardsWhoseTimeIsOverIsAskedAndTurnsAreWhereTheyWere() {
        bothRefuse(700, 700);
        post();
        assertThat(asked(first)).isEqualTo(1);
        assertThat(asked(second)).isEqualTo(1);
        for (int i = 0; i < 5; i++) {
            post();
        }
        first.refusesToServe = false;
        second.refusesToServe = false;

        wire.advance(700);

        assertThat(answers(4)).containsExactly("P1", "P2", "P1", "P2");
    }

    @Test
    void whateverAPeerSaysItIsAskedAgainAfterFiveSeconds() {
        wire.kill(second);
        wire.advance(1_000);
        first.refusesToServe = true;
        first.hintMillis = 3_600_000;
        post();
        first.refusesToServe = false;

        wire.advance(Refusal.LONGEST_MILLIS - 1);
        assertThat(caller.response(post()).status()).isEqualTo(503);
        wire.advance(1);
        assertThat(answers(1)).containsExactly("P1");
    }

    @Test
    void whoeverIsCalledByNameIsNotAskedEitherButMayAlwaysBeAskedAboutItself() {
        first.refusesToServe = true;
        first.hintMillis = 400;
        Call refused = caller.call(first.id, "tea");
        wire.deliverAll();
        assertThat(caller.outcome(refused).attempts()).isEqualTo(1);
        first.refusesToServe = false;

        Call held = caller.call(first.id, "tea");
        Call about = caller.call(first.id, "");
        wire.deliverAll();

        assertThat(caller.response(held).status()).isEqualTo(503);
        assertThat(caller.outcome(held).attempts()).isZero();
        assertThat(caller.response(held).header(Refusal.RETRY_AFTER_MILLIS)).isEqualTo("400");
        assertThat(caller.outcome(about).attempts()).isEqualTo(1);
    }

    @Test
    void a503OfAHandlerIsAnAnswerAndRestrainsNobody() {
        first.handler = request -> Response.of(503).withHeader("Retry-After", "1");
        assertThat(caller.response(post()).status()).isEqualTo(503);
        assertThat(answers(1)).containsExactly("P2");

        assertThat(caller.response(post()).status()).isEqualTo(503);
        assertThat(asked(first)).isEqualTo(2);
    }

    @Test
    void aSuspectIsAskedBeforeOneThatIsNotToBeAsked() {
        second.refusesToServe = true;
        second.hintMillis = 5_000;
        caller.call(second.id, "tea");
        wire.deliverAll();
        int asked = asked(second);
        wire.hold(delivery -> delivery.from() == first || delivery.to() == first);
        caller.call(first.id, "tea");
        wire.advance(250);
        assertThat(caller.suspicions()).contains("suspects P1");

        int before = asked(first);
        caller.call("tea", "");

        assertThat(asked(second)).isEqualTo(asked);
        assertThat(asked(first)).isEqualTo(before + 1);
    }

    @Test
    void whatAStrangerSaysIsNotKept() {
        Envelope.Answer refusal = new Envelope.Answer(7, Refusal.unexecuted(5_000));
        caller.engine.unpacked(wire.now, new PeerId(3L << 56, 3), refusal);

        FakePeer third = new FakePeer(wire, 3, "tea");
        third.handler = request -> Response.ok("P3");
        wire.advance(400);

        assertThat(answers(3)).contains("P3");
    }

    @Test
    void whoeverIsGoneIsForgotten() {
        first.refusesToServe = true;
        first.hintMillis = 5_000;
        post();
        wire.kill(first);
        wire.advance(1_500);
        assertThat(caller.events()).endsWith("exited P1 REFUSED");

        FakePeer again = new FakePeer(wire, 1, "tea");
        again.handler = request -> Response.ok("P1");
        wire.advance(400);

        assertThat(answers(2)).contains("P1");
    }
}
