package dev.sleuth.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.zre.Beacon;
import dev.sleuth.zre.Cause;
import dev.sleuth.zre.Message;
import dev.sleuth.zre.PeerId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a member comes, goes, and is found missing. */
class MembershipTest {
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
    void aPeerWhoseProcessDiedIsGoneAsSoonAsItsPortRefuses() {
        server.handler = null;
        Call call = caller.call("echo", "");
        wire.deliverAll();
        wire.kill(server);
        wire.deliverAll();
        assertThat(caller.events()).containsExactly("withdrawn P1", "exited P1 REFUSED");
        assertThat(caller.failure(call)).isEqualTo(SleuthException.PEER_GONE);
        assertThat(caller.open).isEmpty();
    }

    @Test
    void aPeerThatFallsSilentIsPingedOnceAndThenGone() {
        server.handler = null;
        Call call = caller.call("echo", "");
        wire.deliverAll();
        wire.hold(delivery -> delivery.from() == server || delivery.to() == server);
        wire.advance(500);
        assertThat(wire.sent(caller, server, Message.Ping.class)).hasSize(1);
        assertThat(caller.events()).isEmpty();
        wire.advance(400);
        assertThat(caller.events()).containsExactly("withdrawn P1", "exited P1 SILENT");
        assertThat(caller.settled).containsKey(call);
        assertThat(wire.sent(caller, server, Message.Ping.class)).hasSize(1);
        wire.release();
        wire.advance(1_000);
        assertThat(caller.events()).endsWith("entered P1", "offered P1");
    }

    @Test
    void aPeerWithoutBeaconsLivesOnItsPings() {
        wire.hold(FakeWire.Delivery::isDatagram);
        wire.advance(10_000);
        assertThat(caller.events()).isEmpty();
        assertThat(wire.sent(server, caller, Message.PingOk.class)).hasSizeBetween(5, 40);
    }

    @Test
    void comingLateOurselvesDoesNotMakeOthersSilent() {
        wire.hold(delivery -> true);
        wire.advance(200);
        wire.now += 3_000 * FakeWire.MS;
        caller.engine.tick(wire.now);
        assertThat(caller.events()).isEmpty();
        wire.advance(1_000);
        assertThat(caller.events()).as("but they are judged from then on").endsWith("exited P1 SILENT");
    }

    @Test
    void aPeerWhoseBeaconWasNeverHeardIsGreetedBackWhereItsConnectionCameFrom() {
        FakePeer quiet = new FakePeer(wire, 3, "tea");
        wire.hold(delivery -> delivery.isDatagram() && delivery.from() == quiet);
        wire.advance(500);
        assertThat(server.events()).containsExactly("entered P3", "offered P3");
        assertThat(quiet.events()).contains("entered P1", "offered P1");
    }

    @Test
    void aHelloIsDialledAtItsSourceAndNotAtWhatItClaims() {
        PeerId stranger = new PeerId(9, 9);
        caller.engine.message(wire.now, stranger, "10.0.0.1", hello(1, "tcp://10.9.9.9:5001", List.of("SLEUTH-v1"), 1));
        assertThat(caller.observed)
                .last()
                .isInstanceOfSatisfying(
                        Observation.Entered.class,
                        entered -> assertThat(entered.member().endpoint()).isEqualTo(server.endpoint()));
    }

    @Test
    void aHelloWithoutAnAddressIsRefused() {
        for (String claim :
                List.of("", "tcp://", "ipc://x", "tcp://10.9.9.9:0", "tcp://name:5001", "tcp://10.9.9.9:70000")) {
            caller.engine.message(wire.now, new PeerId(9, 9), "10.0.0.9", hello(1, claim, List.of(), 0));
        }
        assertThat(caller.story()).hasSize(6).allMatch("rejected P9 endpoint"::equals);
        assertThat(caller.open).hasSize(1);
    }

    @Test
    void whatComesBeforeAHelloIsIgnored() {
        PeerId stranger = new PeerId(9, 9);
        List<Message> early = List.of(
                new Message.Ping(1),
                new Message.Join(2, "SLEUTH-v1", 1),
                new Message.Whisper(3, new Message.Frames(List.of())));
        early.forEach(message -> caller.engine.message(wire.now, stranger, "10.0.0.9", message));
        assertThat(caller.story()).hasSize(3).allMatch("rejected P9 before-hello"::equals);
        assertThat(caller.open).hasSize(1);
    }

    @Test
    void aSecondHelloMeansThatThePeerBeganAgain() {
        server.handler = null;
        Call call = caller.call("echo", "");
        wire.deliverAll();
        Message.Hello again = wire.sent(server, caller, Message.Hello.class).get(0);
        caller.engine.message(wire.now, server.id, server.host, again);
        assertThat(caller.events()).containsExactly("withdrawn P1", "exited P1 RESTARTED", "entered P1", "offered P1");
        assertThat(caller.failure(call)).isEqualTo(SleuthException.PEER_GONE);
        assertThat(wire.sent(caller, server))
                .last()
                .isInstanceOf(Message.Hello.class)
                .extracting(Message::sequence)
                .isEqualTo(1);
        assertThat(caller.open).as("the old link is closed").hasSize(1);
    }

    @Test
    void aGapInTheSequenceRemovesThePeerAndItEntersAgain() {
        caller.engine.message(wire.now, server.id, server.host, new Message.Ping(3));
        assertThat(caller.story()).containsExactly("rejected P1 gap", "withdrawn P1", "exited P1 GAP");
        wire.advance(1_000);
        assertThat(caller.events()).endsWith("exited P1 GAP", "entered P1", "offered P1");
        answers("after the gap");
    }

    @Test
    void aGapHealsWithoutBeaconsToo() {
        wire.hold(FakeWire.Delivery::isDatagram);
        caller.engine.message(wire.now, server.id, server.host, new Message.Ping(3));
        wire.advance(1_000);
        assertThat(caller.events()).endsWith("exited P1 GAP", "entered P1", "offered P1");
        answers("after the gap");
    }

    @Test
    void rubbishRemovesThePeerAndItEntersAgain() {
        caller.engine.malformed(wire.now, server.id, server.host, "rubbish");
        wire.hold(FakeWire.Delivery::isDatagram);
        wire.advance(1_000);
        assertThat(caller.story())
                .containsExactly(
                        "rejected P1 malformed", "withdrawn P1", "exited P1 MALFORMED", "entered P1", "offered P1");
        answers("after the rubbish");
    }

    @Test
    void aPeerThatIsDeafToUsIsGreetedAgainOnceItIsSuspect() {
        // As a Go peer after a gap: it hears nothing we say, and its beacons keep it listed.
        wire.hold(delivery -> delivery.to() == server && delivery.isMessage());
        caller.call("echo", "");
        wire.advance(99);
        assertThat(wire.sent(caller, server)).last().isInstanceOf(Message.Whisper.class);
        wire.advance(1);
        assertThat(wire.sent(caller, server)).last().isInstanceOf(Message.Ping.class);
        wire.advance(150);
        assertThat(caller.suspicions()).containsExactly("suspects P1");
        wire.advance(799);
        assertThat(wire.sent(caller, server)).last().isInstanceOf(Message.Ping.class);
        wire.advance(1);
        assertThat(wire.sent(caller, server)).endsWith(secondHello(), new Message.Ping(2));
        assertThat(caller.open).hasSize(1);
        assertThat(caller.events()).isEmpty();
    }

    @Test
    void aServiceThatIsOnlySlowIsNotGreetedAgain() {
        server.handler = null;
        for (int i = 0; i < 5; i++) {
            caller.call("echo", "");
            wire.advance(1_000);
        }
        // Each is asked after every 100 ms until its time is up.
        assertThat(wire.sent(caller, server, Message.Ping.class)).hasSize(20);
        assertThat(wire.sent(caller, server, Message.Hello.class)).hasSize(1);
        assertThat(caller.suspicions()).isEmpty();
    }

    @Test
    void aWrongStatusIsCountedAndDoesNoHarm() {
        caller.engine.message(wire.now, server.id, server.host, new Message.Join(2, "other", 17));
        caller.engine.message(wire.now, server.id, server.host, new Message.Leave(3, "other", 18));
        assertThat(caller.story()).containsExactly("rejected P1 status");
    }

    @Test
    void theStatusWrapsAfter255() {
        for (int i = 2; i < 700; i++) {
            caller.engine.message(wire.now, server.id, server.host, new Message.Join(i, "other", i & 0xFF));
        }
        assertThat(caller.story()).isEmpty();
    }

    @Test
    void theSequenceWrapsAfter65535() {
        for (int i = 2; i < 70_000; i++) {
            caller.engine.message(wire.now, server.id, server.host, new Message.Ping(i & 0xFFFF));
            wire.deliverAll();
        }
        assertThat(caller.story()).isEmpty();
        List<Message> pongs = wire.sent(caller, server);
        assertThat(pongs.get(65_534).sequence()).isEqualTo(65_535);
        assertThat(pongs.get(65_535).sequence()).isEqualTo(0);
        assertThat(pongs.get(65_536).sequence()).isEqualTo(1);
        assertThat(server.story()).isEmpty();
    }

    @Test
    void commandsThatWeDoNotSpeakCountAndAreIgnored() {
        for (int command = 8; command <= 10; command++) {
            caller.engine.message(wire.now, server.id, server.host, new Message.Other(command - 6, command));
        }
        caller.engine.message(
                wire.now, server.id, server.host, new Message.Shout(5, "SLEUTH-v1", new Message.Frames(List.of())));
        caller.engine.message(wire.now, server.id, server.host, new Message.Ping(6));
        assertThat(caller.story())
                .containsExactly(
                        "rejected P1 command", "rejected P1 command", "rejected P1 command", "rejected P1 shout");
        assertThat(wire.sent(caller, server)).last().isInstanceOf(Message.PingOk.class);
    }

    @Test
    void aPeerThatLeavesOurGroupOffersNothingAndStaysAMember() {
        caller.engine.message(wire.now, server.id, server.host, new Message.Leave(2, "SLEUTH-v1", 2));
        assertThat(caller.story()).containsExactly("withdrawn P1");
        assertThat(caller.failure(caller.call("echo", ""))).isEqualTo(SleuthException.UNKNOWN_SERVICE);
        caller.engine.message(wire.now, server.id, server.host, new Message.Join(3, "other", 3));
        caller.engine.message(wire.now, server.id, server.host, new Message.Join(4, "SLEUTH-v1", 4));
        caller.engine.message(wire.now, server.id, server.host, new Message.Join(5, "SLEUTH-v1", 5));
        assertThat(caller.story()).containsExactly("withdrawn P1", "offered P1");
    }

    @Test
    void aPeerThatLeftOurGroupAndGreetsWithItOffersAgain() {
        Message.Hello first = wire.sent(server, caller, Message.Hello.class).get(0);
        wire.cut(caller, server);
        wire.deliverAll();
        caller.observed.clear();
        int next = wire.sent(server, caller)
                        .get(wire.sent(server, caller).size() - 1)
                        .sequence()
                + 1;
        caller.engine.message(wire.now, server.id, server.host, new Message.Leave(next, "SLEUTH-v1", 2));
        caller.engine.message(wire.now, server.id, server.host, first);
        assertThat(caller.events()).startsWith("withdrawn P1").endsWith("offered P1");
    }

    @Test
    void aPeerOutsideOurGroupIsAMemberWithoutService() {
        Map<String, String> headers = Map.of("group", "SLEUTH-v1", "type", "tea");
        Message.Hello hello = new Message.Hello(1, "tcp://10.0.0.9:5009", List.of("CHAT"), 1, "nine", headers);
        caller.engine.message(wire.now, new PeerId(9, 9), "10.0.0.9", hello);
        assertThat(caller.story()).containsExactly("entered P9");
    }

    @Test
    void aFullLinkIsReplacedAndNoNumberIsLost() {
        caller.full = 1;
        Call call = caller.call("echo", "");
        assertThat(caller.failure(call)).isEqualTo(SleuthException.REQUEST_WHISPER);
        assertThat(wire.sent(caller, server)).endsWith(secondHello(), new Message.Ping(2));
        wire.advance(100);
        answers("through the new link");
        assertThat(caller.events()).isEmpty();
    }

    @Test
    void aLinkThatIsFullFromTheStartIsNotDialledInAStorm() {
        caller.full = 7;
        caller.call("echo", "");
        wire.advance(1_000);
        assertThat(caller.full).isGreaterThan(0);
        wire.advance(5_000);
        assertThat(caller.full).isZero();
        answers("in the end");
    }

    @Test
    void theOtherAddressOfAPeerIsTriedWhenTheFirstOneRefuses() {
        caller.engine.beacon(wire.now, "10.0.0.1", new Beacon(server.id, 6001));
        caller.engine.broken(wire.now, caller.open.iterator().next(), Cause.BROKEN);
        FakePeer elsewhere = server;
        assertThat(caller.open).hasSize(1);
        long second = caller.open.iterator().next();
        caller.engine.broken(wire.now, second, Cause.REFUSED);
        wire.hold(FakeWire.Delivery::isDatagram);
        wire.advance(250);
        assertThat(caller.events()).as("6001 is tried").isEmpty();
        wire.advance(400);
        assertThat(caller.events()).as("6001 refuses too").endsWith("exited P1 REFUSED");
        assertThat(elsewhere.dead).isFalse();
    }

    private void answers(String text) {
        Call call = caller.call("echo", text);
        wire.deliverAll();
        assertThat(caller.response(call).text()).isEqualTo(text);
    }

    private Message.Hello secondHello() {
        Message.Hello hello = wire.sent(caller, server, Message.Hello.class).get(1);
        assertThat(hello.sequence()).isEqualTo(1);
        return hello;
    }

    private static Message.Hello hello(int sequence, String endpoint, List<String> groups, int status) {
        return new Message.Hello(sequence, endpoint, groups, status, "nine", Map.of());
    }
}
