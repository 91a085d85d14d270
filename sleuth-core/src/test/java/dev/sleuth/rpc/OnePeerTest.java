package dev.sleuth.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.zre.PeerId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls of one peer: two that offer tea, one that offers milk, and two that offer nothing, of which one calls. */
class OnePeerTest {
    private final FakeWire wire = new FakeWire();
    private final FakePeer tea1 = serving(1, "tea");
    private final FakePeer tea2 = serving(2, "tea");
    private final FakePeer milk = serving(3, "milk");
    private final FakePeer idle = new FakePeer(wire, 4, null);
    private final FakePeer caller = new FakePeer(wire, 5, null);

    private FakePeer serving(int number, String service) {
        FakePeer peer = new FakePeer(wire, number, service);
        peer.handler = request -> Response.ok(peer.name);
        return peer;
    }

    @BeforeEach
    void theyMeet() {
        wire.advance(1);
    }

    @Test
    void itAnswersEveryTimeAndTheOthersTurnsGoOnAsIfNothingWere() {
        assertThat(answered("tea")).isEqualTo("P1");
        for (int i = 0; i < 3; i++) {
            assertThat(answered(tea1.id, "tea")).isEqualTo("P1");
        }
        assertThat(answered("tea")).isEqualTo("P2");
        assertThat(answered(tea2.id, "tea")).isEqualTo("P2");
        assertThat(answered("tea")).isEqualTo("P1");
    }

    @Test
    void withoutAServiceItIsAskedWhateverItOffers() {
        assertThat(answered(milk.id, "")).isEqualTo("P3");
        Call call = caller.call(idle.id, "");
        wire.deliverAll();
        assertThat(caller.response(call).status()).isEqualTo(501);
        assertThat(((Outcome.Answered) caller.outcome(call)).by()).isEqualTo(idle.id);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9 | tea  | no peer 09000000000000000000000000000009 is known here",
                "9 | ''   | no peer 09000000000000000000000000000009 is known here",
                "3 | tea  | peer 03000000000000000000000000000003 at tcp://10.0.0.3:5003 does not offer tea; what it offers"
                        + " is milk",
                "4 | tea  | peer 04000000000000000000000000000004 at tcp://10.0.0.4:5004 does not offer tea; what it offers"
                        + " is nothing",
                "5 | ''   | 05000000000000000000000000000005 is this peer itself, which does not call itself",
            })
    void whoIsUnknownOrOffersSomethingElseIsA919ThatNamesIt(int number, String service, String complaint) {
        Call call = caller.call(new PeerId((long) number << 56, number), service);
        assertThat(caller.failure(call)).isEqualTo(SleuthException.UNKNOWN_SERVICE);
        assertThat(((Outcome.Failed) caller.outcome(call)).why()).isEqualTo(complaint);
        assertThat(call.asked()).isNull();
    }

    @Test
    void whoLeavesIsA919AtOnceAndThenUnknown() {
        // Its last beacon comes after its LEAVE.
        wire.hold(FakeWire.Delivery::isDatagram);
        tea1.engine.close(wire.now);
        wire.deliverAll();
        assertThat(why(caller.call(tea1.id, "tea"))).endsWith("does not offer tea now: it is leaving, or is drained");
        wire.release();
        wire.advance(400);
        assertThat(why(caller.call(tea1.id, "tea"))).isEqualTo("no peer " + tea1.id + " is known here");
        assertThat(answered("tea")).isEqualTo("P2");
    }

    @Test
    void whoDiesWhileItIsAskedIsA941() {
        tea1.handler = null;
        Call call = caller.call(tea1.id, "tea");
        wire.deliverAll();
        wire.kill(tea1);
        wire.advance(1_000);
        assertThat(caller.failure(call)).isEqualTo(SleuthException.PEER_GONE);
    }

    private String answered(String service) {
        return answered(null, service);
    }

    private String answered(PeerId peer, String service) {
        Call call = caller.call(peer, service);
        wire.deliverAll();
        return caller.response(call).text();
    }

    private String why(Call call) {
        assertThat(caller.failure(call)).isEqualTo(SleuthException.UNKNOWN_SERVICE);
        return ((Outcome.Failed) caller.outcome(call)).why();
    }
}
