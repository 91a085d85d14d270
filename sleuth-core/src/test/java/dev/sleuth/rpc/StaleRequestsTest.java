package dev.sleuth.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that waited in the sockets of a service which stood still: what they would change may be newer by now. */
class StaleRequestsTest {
    private final FakeWire wire = new FakeWire();
    private final FakePeer first = new FakePeer(wire, 1, "tea");
    private final FakePeer second = new FakePeer(wire, 2, "tea");
    private final FakePeer caller = new FakePeer(wire, 4, null);
    private final List<String> done = new ArrayList<>();

    @BeforeEach
    void theyMeet() {
        for (FakePeer peer : new FakePeer[] {first, second}) {
            peer.handler = request -> {
                done.add(peer.name + " " + request.method() + " " + request.text());
                return Response.ok(peer.name);
            };
        }
        wire.advance(400);
    }

    private Call call(String method, String body) {
        return caller.call(null, "tea", Request.of(method, "/").withBody(body));
    }

    /** It neither hears nor does anything for so long, and then all that waited comes in. */
    private void standStill(FakePeer peer, long millis) {
        wire.hold(delivery -> delivery.from() == peer || delivery.to() == peer);
        peer.dead = true;
        wire.advance(millis);
        peer.dead = false;
        wire.release();
        wire.deliverAll();
    }

    @Test
    void anOldPutDoesNotOverwriteANewerOne() {
        Call old = call("PUT", "old");
        wire.hold(delivery -> delivery.to() == first);
        wire.advance(10);
        Call newer = call("PUT", "newer");
        standStill(first, 400);
        wire.advance(100);
        assertThat(caller.response(old).text()).isEqualTo("P2");
        assertThat(caller.response(newer).text()).isEqualTo("P2");
        assertThat(done).containsExactly("P2 PUT newer", "P2 PUT old");
        assertThat(first.rejections()).containsExactly("rejected P4 stale");
    }

    @Test
    void whatComesAfterThatIsDoneAgain() {
        call("PUT", "old");
        standStill(first, 400);
        wire.advance(10);
        done.clear();
        call("PUT", "one");
        call("PUT", "two");
        wire.deliverAll();
        assertThat(done).containsExactlyInAnyOrder("P1 PUT one", "P2 PUT two");
    }

    @Test
    void aloneWithItsCallerItIsSentOnceMore() {
        second.engine.close(wire.now);
        wire.advance(400);
        Call call = call("PUT", "late");
        standStill(first, 400);
        wire.advance(50);
        assertThat(caller.response(call).text()).isEqualTo("P1");
        assertThat(done).containsExactly("P1 PUT late");
    }

    @Test
    void itsRefusalDoesNotEndACallThatSomebodyElseHasInHand() {
        Call call = call("PUT", "slow");
        second.handler = null;
        standStill(first, 300);
        wire.advance(50);
        assertThat(first.rejections()).containsExactly("rejected P4 stale");
        assertThat(caller.settled).isEmpty();
        second.answer(second.asked.get(0).getKey(), second.asked.get(0).getValue(), Response.ok("P2"));
        wire.deliverAll();
        assertThat(caller.response(call).text()).isEqualTo("P2");
        assertThat(caller.outcome(call).attempts()).isEqualTo(2);
        assertThat(done).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void whatChangesNothingIsDone(String method) {
        call(method, "");
        standStill(first, 400);
        assertThat(done).contains("P1 " + method + " ");
        assertThat(first.rejections()).isEmpty();
    }

    @Test
    void aShortPauseMakesNothingStale() {
        Call call = call("POST", "once");
        standStill(first, 190);
        assertThat(caller.response(call).text()).isEqualTo("P1");
        assertThat(first.rejections()).isEmpty();
    }

    @Test
    void noPostIsDoneTwice() {
        Call call = call("POST", "once");
        standStill(first, 1_200);
        wire.advance(1_000);
        assertThat(caller.failure(call)).isEqualTo(SleuthException.TIMEOUT);
        assertThat(done).isEmpty();
    }
}
