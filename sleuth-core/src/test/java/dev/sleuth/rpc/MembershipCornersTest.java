package dev.sleuth.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.zre.Beacon;
import dev.sleuth.zre.Endpoint;
import dev.sleuth.zre.Message;
import dev.sleuth.zre.PeerId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The corners of membership, one test each, in virtual time. {@code MembershipCornersOnSocketsTest} has those in which
 * sockets matter, {@link HostileMembershipTest} what strangers do in a peer's name.
 */
class MembershipCornersTest {
    /** Where the server may be from now on. */
    private static final Endpoint MOVED = new Endpoint("10.0.0.66", 5066);

    private final FakeWire wire = new FakeWire();
    private final FakePeer server = new FakePeer(wire, 1, "echo");
    private final FakePeer caller = new FakePeer(wire, 2, null);

    @BeforeEach
    void theyMeetAndTheirLinksGrowOld() {
        wire.advance(5_000);
        caller.observed.clear();
        server.observed.clear();
    }

    @Test
    void simultaneousConnect() {
        FakeWire other = new FakeWire();
        FakePeer left = new FakePeer(other, 1, "echo");
        FakePeer right = new FakePeer(other, 2, "tea");
        // Both have dialled before either HELLO arrives.
        other.hold(FakeWire.Delivery::isMessage);
        other.advance(20);
        assertThat(left.open).hasSize(1);
        assertThat(right.open).hasSize(1);
        other.release();
        other.advance(5_000);
        assertThat(left.story()).containsExactly("entered P2", "offered P2");
        assertThat(right.story()).containsExactly("entered P1", "offered P1");
        assertThat(other.sent(left, right, Message.Hello.class)).hasSize(1);
        assertThat(other.sent(right, left, Message.Hello.class)).hasSize(1);
    }

    @Test
    void secondHello() {
        server.handler = null;
        Call call = caller.call("echo", "");
        wire.deliverAll();
        hears(firstHello());
        assertThat(caller.story()).containsExactly("withdrawn P1", "exited P1 RESTARTED", "entered P1", "offered P1");
        assertThat(caller.failure(call)).isEqualTo(SleuthException.PEER_GONE);
        assertThat(wire.sent(caller, server).get(wire.sent(caller, server).size() - 1))
                .isEqualTo(wire.sent(caller, server).get(0));
    }

    @Test
    void secondHelloThatAnswersOurOwn() {
        wire.cut(caller, server);
        wire.deliverAll();
        caller.observed.clear();
        hears(firstHello());
        assertThat(caller.story()).as("to restart on it would never end").isEmpty();
    }

    @Test
    void helloNeverComes() {
        FakePeer mute = new FakePeer(wire, 3, "tea");
        wire.hold(delivery -> delivery.from() == mute && delivery.isMessage());
        wire.advance(2_990);
        assertThat(caller.open).as("links").hasSize(2);
        wire.hold(delivery -> delivery.from() == mute);
        wire.advance(20);
        assertThat(caller.open).as("links").hasSize(1);
        assertThat(caller.story()).containsExactly("rejected P3 no-hello");
    }

    @Test
    void nonHelloFirst() {
        PeerId stranger = new PeerId(9, 9);
        List<Message> early = List.of(
                new Message.Ping(1),
                new Message.PingOk(1),
                new Message.Join(2, FakePeer.GROUP, 1),
                new Message.Leave(3, FakePeer.GROUP, 1),
                new Message.Other(4, 8),
                new Message.Shout(4, FakePeer.GROUP, new Message.Frames(List.of())),
                new Message.Whisper(3, new Message.Frames(List.of(new byte[9]))));
        early.forEach(message -> caller.engine.message(wire.now, stranger, "10.0.0.9", message));
        assertThat(caller.story()).hasSize(early.size()).allMatch("rejected P9 before-hello"::equals);
        assertThat(caller.open).hasSize(1);
    }

    @Test
    void nonHelloFirstFromAPeerWhoseBeaconWasHeard() {
        FakePeer mute = new FakePeer(wire, 3, "tea");
        wire.hold(delivery -> delivery.from() == mute && delivery.isMessage());
        wire.advance(100);
        assertThat(caller.open).as("links").hasSize(2);
        caller.engine.message(wire.now, mute.id, mute.host, new Message.Join(0, FakePeer.GROUP, 1));
        assertThat(caller.story()).containsExactly("rejected P3 before-hello");
        wire.release();
        wire.advance(100);
        assertThat(caller.events()).containsExactly("entered P3", "offered P3");
    }

    @Test
    void nonHelloFirstAndThenHello() {
        PeerId late = new PeerId(9, 9);
        caller.engine.message(wire.now, late, "10.0.0.9", new Message.Ping(7));
        caller.engine.message(wire.now, late, "10.0.0.9", hello(1, "tcp://10.0.0.9:5009", "tea"));
        caller.engine.message(wire.now, late, "10.0.0.9", new Message.Ping(2));
        assertThat(caller.story()).containsExactly("rejected P9 before-hello", "entered P9", "offered P9");
    }

    @Test
    void sequenceGap() {
        hears(new Message.Ping(3));
        assertThat(caller.story()).containsExactly("rejected P1 gap", "withdrawn P1", "exited P1 GAP");
        wire.advance(1_000);
        assertThat(caller.events()).endsWith("exited P1 GAP", "entered P1", "offered P1");
        answers();
    }

    @Test
    void aMessageThatCameTwice() {
        hears(new Message.Ping(1));
        assertThat(caller.rejections()).containsExactly("rejected P1 gap");
        wire.advance(1_000);
        answers();
    }

    @Test
    void sequenceWrapAfter65535Messages() {
        for (int i = 2; i < 70_000; i++) {
            hears(new Message.Ping(i & 0xFFFF));
            wire.deliverAll();
        }
        assertThat(caller.story()).isEmpty();
        assertThat(server.story()).isEmpty();
        List<Message> pongs = wire.sent(caller, server);
        assertThat(pongs.subList(65_534, 65_537)).extracting(Message::sequence).containsExactly(65_535, 0, 1);
    }

    @Test
    void statusWrap() {
        for (int i = 2; i < 700; i++) {
            hears(new Message.Join(i, "other", i & 0xFF));
        }
        assertThat(caller.story()).isEmpty();
    }

    @Test
    void wrongStatus() {
        hears(new Message.Join(2, "other", 17));
        hears(new Message.Leave(3, "other", 18));
        assertThat(caller.story()).containsExactly("rejected P1 status");
    }

    @Test
    void restartOnTheSameEndpointWithANewUuid() {
        server.handler = null;
        Call call = caller.call("echo", "");
        wire.deliverAll();
        wire.kill(server);
        PeerId risen = new PeerId(7L << 56, 7);
        caller.engine.beacon(wire.now, server.host, new Beacon(risen, server.port));
        caller.engine.message(
                wire.now, risen, server.host, hello(1, server.endpoint().toString(), "echo"));
        wire.deliverAll();
        assertThat(caller.events())
                .contains("entered P7", "offered P7")
                .containsSubsequence("withdrawn P1", "exited P1 REFUSED");
        assertThat(caller.failure(call)).isEqualTo(SleuthException.PEER_GONE);
    }

    @Test
    void oneUuidThatBeaconsFromTwoAddresses() {
        long links = caller.newestLink();
        for (int i = 0; i < 40; i++) {
            caller.engine.beacon(wire.now, MOVED.host(), new Beacon(server.id, MOVED.port()));
            wire.advance(125);
            caller.engine.beacon(wire.now, server.host, new Beacon(server.id, server.port));
            wire.advance(125);
        }
        assertThat(caller.events()).as("no flapping").isEmpty();
        assertThat(caller.newestLink()).as("links").isEqualTo(links);
        answers();
    }

    @Test
    void sameUuidFromANewEndpointAfterItsOldOneBroke() {
        wire.silent = true;
        wire.kill(server);
        wire.deliverAll();
        caller.engine.beacon(wire.now, MOVED.host(), new Beacon(server.id, MOVED.port()));
        caller.engine.message(wire.now, server.id, MOVED.host(), hello(1, MOVED.toString(), "echo"));
        assertThat(caller.events()).endsWith("exited P1 REFUSED", "entered P1", "offered P1");
        assertThat(caller.observed)
                .filteredOn(Observation.Entered.class::isInstance)
                .last()
                .isInstanceOfSatisfying(
                        Observation.Entered.class,
                        entered -> assertThat(entered.member().endpoint()).isEqualTo(MOVED));
    }

    /** As when a host gets another address: nothing refuses, and nothing answers. */
    @Test
    void sameUuidFromANewEndpointWhileItsOldOneIsSilent() {
        wire.silent = true;
        wire.hold(delivery -> delivery.from() == server || delivery.to() == server);
        wire.lose(delivery -> true);
        caller.engine.message(wire.now, server.id, MOVED.host(), hello(1, MOVED.toString(), "echo"));
        caller.engine.beacon(wire.now, MOVED.host(), new Beacon(server.id, MOVED.port()));
        wire.advance(500);
        caller.engine.beacon(wire.now, MOVED.host(), new Beacon(server.id, MOVED.port()));
        assertThat(caller.events()).as("it might be somebody else").isEmpty();
        wire.advance(310);
        assertThat(caller.story())
                .containsExactly(
                        "rejected P1 other-host", "withdrawn P1", "exited P1 RESTARTED", "entered P1", "offered P1");
        caller.engine.message(wire.now, server.id, MOVED.host(), new Message.Ping(2));
        assertThat(caller.rejections()).as("what follows its HELLO is taken").hasSize(1);
    }

    /** What came in between was not taken, so it is asked to begin again. */
    @Test
    void sameUuidFromANewEndpointThatSpeaksBeforeItIsBelieved() {
        wire.silent = true;
        wire.hold(delivery -> delivery.from() == server || delivery.to() == server);
        caller.engine.message(wire.now, server.id, MOVED.host(), hello(1, MOVED.toString(), "echo"));
        caller.engine.message(wire.now, server.id, MOVED.host(), new Message.Leave(2, FakePeer.GROUP, 2));
        caller.engine.beacon(wire.now, MOVED.host(), new Beacon(server.id, MOVED.port()));
        wire.advance(810);
        assertThat(caller.events()).containsExactly("withdrawn P1", "exited P1 RESTARTED");
        assertThat(caller.dialled).last().isEqualTo(MOVED);
        caller.engine.message(wire.now, server.id, MOVED.host(), hello(1, MOVED.toString(), "echo"));
        assertThat(caller.events()).endsWith("entered P1", "offered P1");
    }

    /** Its beacons come from elsewhere alone, and where it was nobody answers. */
    @Test
    void sameUuidThatBeaconsFromANewEndpointIsDialledThereBeforeItIsGone() {
        wire.silent = true;
        wire.hold(delivery -> delivery.from() == server || delivery.to() == server);
        for (int i = 0; i < 8; i++) {
            caller.engine.beacon(wire.now, MOVED.host(), new Beacon(server.id, MOVED.port()));
            wire.advance(200);
        }
        assertThat(caller.dialled).last().isEqualTo(MOVED);
        assertThat(caller.events()).isEmpty();
    }

    @Test
    void twoPeersWhoseSixDigitNamesCollide() {
        PeerId twin = new PeerId(server.id.high() | 1, 11);
        assertThat(twin.name()).isEqualTo(server.id.name());
        caller.engine.message(wire.now, twin, "10.0.0.11", hello(1, "tcp://10.0.0.11:5011", "echo"));
        assertThat(caller.story()).containsExactly("entered P11", "offered P11");
        caller.engine.message(wire.now, twin, "10.0.0.11", new Message.Leave(2, FakePeer.GROUP, 2));
        assertThat(caller.story()).endsWith("withdrawn P11");
        answers();
    }

    @Test
    void anAnswerFromAPeerThatHasJustLeft() {
        server.handler = null;
        Call call = caller.call("echo", "");
        wire.deliverAll();
        hears(new Message.Leave(2, FakePeer.GROUP, 2));
        String handle = server.asked.get(0).getValue();
        hears(new Message.Whisper(3, FakePeer.CODEC.decode(FakePeer.CODEC.encode(handle, Response.ok("late")))));
        assertThat(caller.response(call).text()).isEqualTo("late");
        assertThat(caller.story()).containsExactly("withdrawn P1");
    }

    @Test
    void aPeerInOtherGroupsToo() {
        hears(new Message.Join(2, "CHAT", 2));
        hears(new Message.Leave(3, "CHAT", 3));
        assertThat(caller.story()).isEmpty();
        // Whoever left our group and says that it leaves is gone at once; it left another.
        wire.hold(delivery -> delivery.from() == server);
        caller.engine.beacon(wire.now, server.host, new Beacon(server.id, 0));
        assertThat(caller.events()).isEmpty();
        caller.observed.clear();
        wire.release();
        PeerId many = new PeerId(9, 9);
        List<String> groups = List.of("CHAT", FakePeer.GROUP, "NEWS");
        caller.engine.message(wire.now, many, "10.0.0.9", hello(1, "tcp://10.0.0.9:5009", groups, "tea"));
        assertThat(caller.story()).containsExactly("entered P9", "offered P9");
    }

    @Test
    void aPeerOfAnotherSleuthGroup() {
        Map<String, String> headers = new LinkedHashMap<>(offer("echo"));
        headers.put(Offer.GROUP, "SLEUTH-v2");
        Message.Hello hello = new Message.Hello(1, "tcp://10.0.0.9:5009", List.of("SLEUTH-v2"), 1, "nine", headers);
        PeerId foreign = new PeerId(9, 9);
        caller.engine.message(wire.now, foreign, "10.0.0.9", hello);
        caller.engine.message(wire.now, foreign, "10.0.0.9", new Message.Join(2, FakePeer.GROUP, 2));
        assertThat(caller.story()).as("a member that offers nothing here").containsExactly("entered P9");
    }

    @Test
    void ownBeaconReflected() {
        caller.engine.beacon(wire.now, caller.host, new Beacon(caller.id, caller.port));
        caller.engine.beacon(wire.now, "10.0.0.99", new Beacon(caller.id, 4711));
        caller.engine.beacon(wire.now, caller.host, new Beacon(caller.id, 0));
        caller.engine.message(wire.now, caller.id, "10.0.0.99", hello(1, "tcp://10.0.0.99:4711", "echo"));
        wire.advance(5_000);
        assertThat(caller.story()).isEmpty();
        assertThat(caller.open).hasSize(1);
    }

    @Test
    void electLeaderGoodbye() {
        for (int command = 8; command <= 10; command++) {
            hears(new Message.Other(command - 6, command));
        }
        hears(new Message.Ping(5));
        assertThat(caller.story()).hasSize(3).allMatch("rejected P1 command"::equals);
        assertThat(wire.sent(caller, server)).last().isInstanceOf(Message.PingOk.class);
    }

    /** Zyre says GOODBYE on the link and sends port 0; older ones send port 0 alone. */
    @Test
    void goodbyeAndALastBeacon() {
        hears(new Message.Other(2, 10));
        wire.hold(delivery -> delivery.from() == server);
        caller.engine.beacon(wire.now, server.host, new Beacon(server.id, 0));
        wire.advance(310);
        assertThat(caller.events()).containsExactly("withdrawn P1", "exited P1 LEFT");
    }

    @Test
    void tcpResetInTheMiddle() {
        server.handler = null;
        Call call = caller.call("echo", "");
        wire.deliverAll();
        wire.cut(caller, server);
        wire.cut(server, caller);
        wire.advance(1_000);
        assertThat(wire.sent(caller, server, Message.Hello.class)).hasSize(2).allMatch(it -> it.sequence() == 1);
        assertThat(wire.sent(server, caller, Message.Hello.class)).hasSize(2).allMatch(it -> it.sequence() == 1);
        assertThat(caller.settled).as("calls in flight have ended").containsKey(call);
        server.handler = request -> Response.ok(request.text());
        answers();
    }

    @Test
    void identityAlreadyInUseAtOurRouter() {
        // The ROUTER hands it over: what comes next is a HELLO on the new connection, and numbers from 1 on.
        wire.lose(delivery -> true);
        wire.cut(server, caller);
        wire.advance(1_000);
        assertThat(caller.events()).containsExactly("withdrawn P1", "exited P1 RESTARTED", "entered P1", "offered P1");
        assertThat(caller.open).hasSize(1);
        answers();
    }

    private void hears(Message message) {
        caller.engine.message(wire.now, server.id, server.host, message);
    }

    private Message.Hello firstHello() {
        return wire.sent(server, caller, Message.Hello.class).get(0);
    }

    private void answers() {
        Call call = caller.call(server.id, "echo");
        wire.deliverAll();
        assertThat(caller.response(call).status()).isEqualTo(200);
    }

    private static Map<String, String> offer(String service) {
        return new Offer(service, null).headers(FakePeer.GROUP, new PeerId(9, 9));
    }

    private static Message.Hello hello(int sequence, String endpoint, String service) {
        return hello(sequence, endpoint, List.of(FakePeer.GROUP), service);
    }

    private static Message.Hello hello(int sequence, String endpoint, List<String> groups, String service) {
        return new Message.Hello(sequence, endpoint, new ArrayList<>(groups), 1, "nine", offer(service));
    }
}
