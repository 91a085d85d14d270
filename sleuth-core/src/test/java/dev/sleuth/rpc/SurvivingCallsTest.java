package dev.sleuth.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.zre.Message;
import dev.sleuth.zre.Timing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that move on: three peers offer tea, and the one that is asked first fails in some way. */
class SurvivingCallsTest {
    private final FakeWire wire = new FakeWire();
    private final FakePeer first = new FakePeer(wire, 1, "tea");
    private final FakePeer second = new FakePeer(wire, 2, "tea");
    private final FakePeer third = new FakePeer(wire, 3, "tea");
    private final FakePeer caller = new FakePeer(wire, 4, null);

    @BeforeEach
    void theyMeet() {
        for (FakePeer peer : new FakePeer[] {first, second, third}) {
            peer.handler = request -> Response.ok(peer.name);
        }
        // Links that are old enough to be made again at once.
        wire.advance(400);
    }

    private void freeze(FakePeer peer) {
        wire.hold(delivery -> delivery.from() == peer || delivery.to() == peer);
    }

    private Call get() {
        return call("GET");
    }

    private Call call(String method) {
        return caller.call(null, "tea", Request.of(method, "/"));
    }

    private String answer(Call call) {
        return caller.response(call).text();
    }

    @Test
    void aCallToADyingPeerMovesOnAtOnce() {
        first.handler = null;
        Call call = get();
        wire.deliverAll();
        wire.kill(first);
        wire.deliverAll();
        assertThat(answer(call)).isEqualTo("P2");
        assertThat(caller.outcome(call).attempts()).isEqualTo(2);
        assertThat(caller.suspicions()).containsExactly("suspects P1", "retried P1 to P2 cut");
        assertThat(caller.events()).endsWith("withdrawn P1", "exited P1 REFUSED");
    }

    @Test
    void aFrozenPeerIsAskedAfter100MsSuspectAfter150MoreAndPassedOver() {
        freeze(first);
        Call call = get();
        wire.advance(99);
        assertThat(wire.sent(caller, first)).last().isInstanceOf(Message.Whisper.class);
        wire.advance(1);
        assertThat(wire.sent(caller, first)).last().isInstanceOf(Message.Ping.class);
        wire.advance(149);
        assertThat(caller.suspicions()).isEmpty();
        wire.advance(1);
        assertThat(caller.suspicions()).containsExactly("suspects P1", "retried P1 to P2 suspect");
        assertThat(answer(call)).isEqualTo("P2");
        for (String next : new String[] {"P3", "P2", "P3", "P2"}) {
            Call other = get();
            wire.deliverAll();
            assertThat(answer(other)).isEqualTo(next);
        }
        assertThat(caller.events()).doesNotContain("exited P1 SILENT");
    }

    @Test
    void anyFrameClearsSuspicionAndThePeerHasItsTurnAgain() {
        freeze(first);
        get();
        wire.advance(250);
        wire.release();
        wire.deliverAll();
        assertThat(caller.suspicions()).endsWith("trusts P1");
        assertThat(caller.events()).doesNotContain("exited P1 SILENT");
        Call third = get();
        Call first = get();
        wire.deliverAll();
        assertThat(answer(third)).isEqualTo("P3");
        assertThat(answer(first)).isEqualTo("P1");
    }

    @Test
    void whoOnlyTakesItsTimeIsNotSuspected() {
        first.handler = null;
        Call call = get();
        wire.advance(490);
        assertThat(caller.suspicions()).isEmpty();
        assertThat(caller.settled).isEmpty();
        assertThat(call.attempts()).isEqualTo(1);
    }

    @Test
    void aPeerThatOwesNothingIsNotSuspectedForItsSilence() {
        freeze(first);
        wire.advance(290);
        assertThat(caller.suspicions()).isEmpty();
    }

    @Test
    void theFirstAnswerWinsAndTheOtherIsNobodys() {
        freeze(first);
        Call call = get();
        second.handler = null;
        wire.advance(250);
        assertThat(wire.sent(caller, second, Message.Whisper.class)).hasSize(1);
        wire.release();
        wire.deliverAll();
        assertThat(answer(call)).isEqualTo("P1");
        assertThat(call.asked()).isEqualTo(first.id);
        second.answer(second.asked.get(0).getKey(), second.asked.get(0).getValue(), Response.ok("late"));
        wire.deliverAll();
        assertThat(answer(call)).isEqualTo("P1");
        assertThat(caller.settled).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"})
    void whatMayBeDoneTwiceMovesOn(String method) {
        freeze(first);
        Call call = call(method);
        wire.advance(260);
        assertThat(caller.outcome(call).attempts()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH", "get", "BREW"})
    void whatMayNotBeDoneTwiceWaitsAndFailsWhenThePeerIsGone(String method) {
        Call call = call(method);
        freeze(first);
        wire.advance(400);
        assertThat(caller.settled).isEmpty();
        wire.kill(first);
        wire.release();
        wire.deliverAll();
        assertThat(caller.failure(call)).isEqualTo(SleuthException.PEER_GONE);
        assertThat(((Outcome.Failed) caller.outcome(call)).why()).contains("tcp://10.0.0.1:5001");
        assertThat(call.attempts()).isEqualTo(1);
    }

    @Test
    void anIdempotencyKeyAllowsIt() {
        freeze(first);
        Call call = caller.call(
                null,
                "tea",
                Request.of("POST", "/").withHeader("idempotency-key", "8e03978e-40d5-43dd-bc93-6894a57f9324"));
        wire.advance(250);
        assertThat(answer(call)).isEqualTo("P2");
    }

    @Test
    void whatWasCertainlyNeverSentMovesOnWhateverItIs() {
        caller.full = 1;
        Call call = call("POST");
        wire.deliverAll();
        assertThat(answer(call)).isEqualTo("P2");
        assertThat(call.attempts()).isEqualTo(1);
    }

    @Test
    void whatLeftOnALinkThatNeverOpenedWasNeverSent() {
        // Its link is made again, and refused before it opens.
        wire.hold(delivery ->
                delivery.text().startsWith("broken") || delivery.text().startsWith("opened"));
        wire.cut(caller, first);
        wire.deliverOne(delivery -> delivery.text().startsWith("broken"));
        assertThat(caller.suspicions()).containsExactly("suspects P1");
        Call call = caller.call(first.id, "tea", Request.of("POST", "/"));
        assertThat(call.attempts()).isEqualTo(1);
        first.dead = true;
        caller.engine.broken(wire.now, caller.newestLink(), dev.sleuth.zre.Cause.REFUSED);
        assertThat(caller.failure(call)).isEqualTo(SleuthException.PEER_GONE);
        assertThat(call.attempts()).isZero();
    }

    @Test
    void whatWasNeverSentGoesToSomebodyElseWhateverItIs() {
        wire.hold(delivery ->
                delivery.text().startsWith("broken") || delivery.text().startsWith("opened"));
        wire.cut(caller, first);
        wire.deliverOne(delivery -> delivery.text().startsWith("broken"));
        wire.cut(caller, second);
        wire.cut(caller, third);
        wire.deliverOne(delivery -> delivery.text().startsWith("broken"));
        wire.deliverOne(delivery -> delivery.text().startsWith("broken"));
        // All are suspect, so the next in turn is asked, on a link that is not open yet.
        Call call = call("POST");
        FakePeer asked = call.asked().equals(first.id) ? first : call.asked().equals(second.id) ? second : third;
        caller.engine.broken(wire.now, newestLinkTo(asked), dev.sleuth.zre.Cause.REFUSED);
        assertThat(caller.suspicions()).as("it had not been sent").noneMatch(words -> words.startsWith("retried"));
        wire.release();
        wire.deliverAll();
        assertThat(caller.response(call).status()).isEqualTo(200);
        assertThat(caller.outcome(call).attempts()).isEqualTo(1);
    }

    private long newestLinkTo(FakePeer peer) {
        return caller.open.stream()
                .mapToLong(Long::longValue)
                .filter(link -> caller.isTo(link, peer))
                .max()
                .orElseThrow();
    }

    @Test
    void whoWasAskedBeforeOwesNothingOnceTheCallHasEnded() {
        freeze(first);
        get();
        wire.advance(260);
        wire.release();
        wire.advance(10);
        int pings = wire.sent(caller, first, Message.Ping.class).size();
        freeze(first);
        wire.advance(240);
        assertThat(wire.sent(caller, first, Message.Ping.class)).hasSize(pings);
        assertThat(caller.suspicions()).endsWith("trusts P1");
    }

    @Test
    void noCallIsSentMoreThanThreeTimes() {
        wire.hold(delivery -> delivery.from() != caller && delivery.to() == caller && delivery.isMessage());
        Call call = caller.call(null, "tea", Request.get("/"));
        wire.advance(499);
        // The first is suspect after 250 ms; the second, asked then, would be after 500.
        assertThat(call.attempts()).isEqualTo(2);
        wire.advance(1);
        assertThat(caller.failure(call)).isEqualTo(SleuthException.TIMEOUT);
        assertThat(call.attempts()).isLessThanOrEqualTo(3);
    }

    @Test
    void aCallThatWaitsForASuspectMovesOnWhenSomebodyElseComes() {
        for (FakePeer other : new FakePeer[] {second, third}) {
            other.engine.close(wire.now);
        }
        wire.deliverAll();
        freeze(first);
        Call call = get();
        wire.advance(300);
        assertThat(call.attempts()).isEqualTo(1);
        FakePeer fourth = new FakePeer(wire, 9, "tea");
        fourth.handler = request -> Response.ok(fourth.name);
        wire.advance(20);
        assertThat(answer(call)).isEqualTo("P9");
    }

    @Test
    void aCallThatIsAloneWithItsPeerIsSentAgainWhenTheLinkIs() {
        for (FakePeer other : new FakePeer[] {second, third}) {
            other.engine.close(wire.now);
        }
        wire.advance(400);
        first.handler = null;
        Call call = get();
        wire.cut(caller, first);
        first.handler = request -> Response.ok("again");
        wire.advance(100);
        assertThat(answer(call)).isEqualTo("again");
        assertThat(caller.outcome(call).attempts()).isEqualTo(2);
    }

    @Test
    void ofManyCallsOnlyAShareIsSentOnceMore() {
        int calls = 200;
        first.handler = null;
        for (int i = 0; i < calls; i++) {
            get();
        }
        wire.deliverAll();
        freeze(first);
        wire.advance(400);
        long retried = caller.suspicions().stream()
                .filter(words -> words.startsWith("retried"))
                .count();
        assertThat(retried).isEqualTo(RetryBudget.FREE + calls / 5);
    }

    @Test
    void whoWantsNoneHasNone() {
        FakePeer strict = new FakePeer(wire, 5, null, Timing.LAN, RetryPolicy.NONE);
        wire.advance(400);
        Call call = strict.call(null, "tea", Request.get("/"));
        freeze(first);
        wire.advance(400);
        assertThat(strict.suspicions()).containsExactly("suspects P1");
        assertThat(call.attempts()).isEqualTo(1);
        Call other = strict.call(null, "tea", Request.get("/"));
        wire.deliverAll();
        assertThat(strict.response(other).text()).isEqualTo("P2");
    }

    @ParameterizedTest
    @CsvSource({"0, 0.2, attempts", "101, 0.2, times", "3, -0.1, share", "3, 1.1, share", "3, NaN, share"})
    void impossiblePoliciesAreRefused(int attempts, double share, String word) {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> new RetryPolicy(attempts, share))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
