package dev.sleuth.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.zre.Beacon;
import dev.sleuth.zre.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two peers on a wire: the story of a call, and of all that may come between. Start here. */
class TwoEnginesTest {
    private final FakeWire wire = new FakeWire();
    private final FakePeer server = new FakePeer(wire, 1, "echo");
    private final FakePeer caller = new FakePeer(wire, 2, null);

    @BeforeEach
    void theyMeet() {
        wire.advance(1);
    }

    @Test
    void theyGreetEachOtherOnceAndTheServiceIsOffered() {
        assertThat(caller.story()).containsExactly("entered P1", "offered P1");
        assertThat(server.story()).containsExactly("entered P2");
        Message.Hello hello = wire.sent(server, caller, Message.Hello.class).get(0);
        assertThat(hello)
                .isEqualTo(new Message.Hello(
                        1, "tcp://10.0.0.1:5001", hello.groups(), 1, server.id.name(), hello.headers()));
        assertThat(hello.groups()).containsExactly("SLEUTH-v1");
        assertThat(hello.headers().toString())
                .isEqualTo("{group=SLEUTH-v1, node=" + server.id + ", type=echo, version=unknown}");
        assertThat(wire.sent(caller, server, Message.Hello.class))
                .hasSize(1)
                .allMatch(one -> one.headers().isEmpty());
    }

    @Test
    void aCallGoesOutAndItsAnswerComesBack() {
        Call call = caller.call("echo", "hello sleuth");
        assertThat(caller.outcome(call)).isNull();
        wire.deliverAll();
        assertThat(caller.response(call).text()).isEqualTo("hello sleuth");
        assertThat(((Outcome.Answered) caller.outcome(call)).by()).isEqualTo(server.id);
        assertThat(call.asked()).isEqualTo(server.id);
        assertThat(wire.sent(caller, server)).extracting(Message::sequence).containsExactly(1, 2);
    }

    @Test
    void whatIsLargeIsUnpackedElsewhereAndArrivesWhole() {
        String large = "0123456789".repeat(20_000);
        Call call = caller.call("echo", large);
        wire.deliverAll();
        assertThat(caller.response(call).text()).isEqualTo(large);
    }

    @Test
    void nobodyAnswersForAServiceThatNobodyOffers() {
        assertThat(caller.failure(caller.call("tea", ""))).isEqualTo(SleuthException.UNKNOWN_SERVICE);
        assertThat(server.failure(server.call("echo", "")))
                .as("a peer does not call itself")
                .isEqualTo(SleuthException.UNKNOWN_SERVICE);
    }

    @Test
    void aServiceThatTakesTooLongFailsTheCallAndItsLateAnswerIsNobodys() {
        server.handler = null;
        Call call = caller.call("echo", "");
        wire.advance(499);
        assertThat(caller.outcome(call)).isNull();
        wire.advance(1);
        assertThat(caller.failure(call)).isEqualTo(SleuthException.TIMEOUT);
        server.answer(caller.id, server.asked.get(0).getValue(), Response.ok("late"));
        wire.advance(100);
        assertThat(caller.failure(call)).isEqualTo(SleuthException.TIMEOUT);
        assertThat(caller.rejections()).isEmpty();
    }

    @Test
    void aPeerWithoutHandlerAnswers501() {
        byte[] payload = FakePeer.CODEC.encode(server.id, 7, Request.get("/"));
        server.engine.answer(wire.now, caller.id, payload);
        wire.deliverAll();
        Message.Whisper whisper =
                wire.sent(caller, server, Message.Whisper.class).get(0);
        byte[] answer = ((Message.Frames) whisper.content()).frames().get(0);
        assertThat(FakePeer.CODEC.decode(answer)).isInstanceOfSatisfying(Envelope.Answer.class, envelope -> {
            assertThat(envelope.handle()).isEqualTo(7);
            assertThat(envelope.response().status()).isEqualTo(501);
        });
    }

    @Test
    void aPeerThatHasNoRoomAnswers503() {
        server.refusesToServe = true;
        Call call = caller.call("echo", "");
        wire.deliverAll();
        assertThat(caller.response(call).status()).isEqualTo(503);
        assertThat(caller.response(call).header("Retry-After")).isEqualTo("1");
    }

    @Test
    void aPingIsAnsweredAtOnce() {
        int before = wire.sent(caller, server).size();
        server.engine.message(wire.now, caller.id, caller.host, new Message.Ping(2));
        assertThat(wire.sent(server, caller)).last().isEqualTo(new Message.PingOk(2));
        assertThat(wire.sent(caller, server)).hasSize(before);
    }

    @Test
    void itsOwnReflectedBeaconMeansNothingToAPeer() {
        caller.engine.beacon(wire.now, caller.host, new Beacon(caller.id, caller.port));
        caller.engine.message(wire.now, caller.id, caller.host, new Message.Ping(2));
        wire.deliverAll();
        assertThat(caller.story()).containsExactly("entered P1", "offered P1");
        assertThat(caller.open).hasSize(1);
    }

    @Test
    void beaconsAloneKeepAMemberForEverWithoutAPing() {
        wire.advance(60_000);
        assertThat(caller.story()).containsExactly("entered P1", "offered P1");
        assertThat(wire.sent).extracting(FakeWire.Sent::message).hasSize(2).allMatch(Message.Hello.class::isInstance);
    }

    @Test
    void aClosedPeerSaysGoodbyeAndEndsItsCalls() {
        server.handler = null;
        Call call = caller.call("echo", "");
        wire.deliverAll();
        caller.engine.close(wire.now);
        assertThat(caller.failure(call)).isEqualTo(SleuthException.CLOSED);
        assertThat(caller.open).isEmpty();
        assertThat(wire.sent(caller, server)).last().isEqualTo(new Message.Leave(3, "SLEUTH-v1", 2));
        assertThat(caller.failure(caller.call("echo", ""))).isEqualTo(SleuthException.CLOSED);
        wire.advance(10_000);
        assertThat(caller.events()).as("a closed peer hears nothing").containsExactly("entered P1", "offered P1");
        assertThat(server.events()).containsExactly("entered P2", "exited P2 LEFT");
        assertThat(server.open).isEmpty();
    }
}
