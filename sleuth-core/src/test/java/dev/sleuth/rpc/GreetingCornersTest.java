package dev.sleuth.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.zre.Message;
import dev.sleuth.zre.PeerId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Peers that greet in their own ways, of which no beacon was heard. */
class GreetingCornersTest {
    private final FakeWire wire = new FakeWire();
    private final FakePeer caller = new FakePeer(wire, 2, null);

    @Test
    void helloFromAPeerWhoseBeaconWasNeverHeard() {
        FakePeer quiet = new FakePeer(wire, 3, "tea");
        wire.hold(delivery -> delivery.isDatagram() && delivery.from() == quiet);
        wire.advance(5_000);
        assertThat(caller.events()).containsExactly("entered P3", "offered P3");
        assertThat(quiet.events()).contains("entered P2");
    }

    @Test
    void twoHellosInARowAreAskedAfterAndNoNewLinkIsMade() {
        wire.silent = true;
        PeerId eager = new PeerId(9, 9);
        Message.Hello hello = hello(1);
        caller.engine.message(wire.now, eager, "10.0.0.9", hello);
        caller.engine.message(wire.now, eager, "10.0.0.9", hello);
        wire.advance(400);
        assertThat(caller.dialled)
                .filteredOn(endpoint -> endpoint.port() == 5009)
                .hasSize(1);
    }

    @Test
    void whoGreetsUsOverAndOverIsDialledOnlyOnceInAWhile() {
        wire.silent = true;
        PeerId deaf = new PeerId(9, 9);
        for (int i = 0; i < 100; i++) {
            caller.engine.message(wire.now, deaf, "10.0.0.9", hello(1));
            wire.advance(10);
        }
        assertThat(caller.dialled)
                .filteredOn(endpoint -> endpoint.port() == 5009)
                .hasSizeBetween(2, 5);
    }

    @Test
    void helloWithTheLastNumberOfASequence() {
        PeerId late = new PeerId(9, 9);
        caller.engine.message(wire.now, late, "10.0.0.9", hello(65_535));
        caller.engine.message(wire.now, late, "10.0.0.9", new Message.Ping(0));
        caller.engine.message(wire.now, late, "10.0.0.9", new Message.Ping(1));
        assertThat(caller.story()).containsExactly("entered P9", "offered P9");
    }

    private static Message.Hello hello(int sequence) {
        return new Message.Hello(
                sequence,
                "tcp://10.0.0.9:5009",
                List.of(FakePeer.GROUP),
                1,
                "nine",
                new Offer("tea", null).headers(FakePeer.GROUP, new PeerId(9, 9)));
    }
}
