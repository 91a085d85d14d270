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

/** What strangers do in a peer's name, and with names that they make up. No member is lost by it. */
class HostileMembershipTest {
    private static final String STRANGER = "10.0.0.99";

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
    void aLastBeaconForgedForSomebodyElseCostsNoMemberAndNoCall() {
        for (int i = 0; i < 100; i++) {
            caller.engine.beacon(wire.now, server.host, new Beacon(server.id, 0));
            Call call = caller.call("echo", "still here");
            wire.advance(20);
            assertThat(caller.response(call).text()).isEqualTo("still here");
        }
        assertThat(caller.events()).isEmpty();
        assertThat(caller.rejections()).hasSizeBetween(2, 20).allMatch("rejected P1 goodbye"::equals);
        assertThat(wire.sent(caller, server, Message.Ping.class))
                .as("no storm of PINGs")
                .hasSizeLessThan(20);
    }

    @Test
    void aLastBeaconFromAnotherHostIsNotEvenAsked() {
        caller.engine.beacon(wire.now, STRANGER, new Beacon(server.id, 0));
        wire.advance(100);
        assertThat(caller.story()).containsExactly("rejected P1 goodbye");
        assertThat(wire.sent(caller, server, Message.Ping.class)).isEmpty();
    }

    @Test
    void whoIsSaidToLeaveIsPassedOverWhileOthersOfferItsService() {
        FakePeer second = new FakePeer(wire, 3, "echo");
        wire.advance(1_000);
        wire.hold(FakeWire.Delivery::isMessage);
        caller.engine.beacon(wire.now, server.host, new Beacon(server.id, 0));
        for (int i = 0; i < 4; i++) {
            assertThat(caller.call("echo", "").asked()).isEqualTo(second.id);
        }
        wire.release();
        wire.deliverAll();
        assertThat(caller.call("echo", "").asked()).as("it answered the PING").isEqualTo(server.id);
    }

    @Test
    void whoLeavesWithALastBeaconAloneIsGoneSoon() {
        caller.engine.beacon(wire.now, server.host, new Beacon(server.id, 0));
        wire.kill(server);
        wire.deliverAll();
        assertThat(caller.events()).as("with its link").containsExactly("withdrawn P1");
        wire.advance(310);
        assertThat(caller.events()).containsExactly("withdrawn P1", "exited P1 LEFT");
        assertThat(caller.open).isEmpty();
    }

    @Test
    void aHelloFromAnotherHostIsDoubtedAndTheMemberStays() {
        stolenHello();
        assertThat(wire.sent(caller, server).get(1))
                .as("is greeted again")
                .isEqualTo(wire.sent(caller, server).get(0));
        wire.advance(5_000);
        assertThat(caller.story()).containsExactly("rejected P1 other-host");
        assertThat(caller.open).hasSize(1);
        answers();
    }

    /** The ROUTER handed the identity over to the stranger: the member's connection is no longer heard. */
    @Test
    void aMemberWhoseIdentityWasStolenTakesItBackAndStays() {
        for (int i = 0; i < 20; i++) {
            wire.deafen(server, caller);
            greetAsTheServer();
            wire.advance(5_000);
            answers();
        }
        assertThat(caller.events()).isEmpty();
        assertThat(caller.rejections()).hasSize(20).allMatch("rejected P1 other-host"::equals);
        assertThat(caller.open).hasSize(1);
    }

    @Test
    void whatIsSaidWithAStolenIdentityIsNotTaken() {
        caller.engine.message(wire.now, server.id, STRANGER, new Message.Leave(2, FakePeer.GROUP, 2));
        caller.engine.message(wire.now, server.id, STRANGER, new Message.Ping(2));
        caller.engine.message(wire.now, server.id, STRANGER, new Message.Ping(40_000));
        wire.advance(1_000);
        assertThat(caller.story()).hasSize(3).allMatch("rejected P1 other-host"::equals);
        answers();
    }

    @Test
    void anAnswerWithAStolenIdentityIsNotTaken() {
        server.handler = null;
        Call call = caller.call("echo", "");
        wire.deliverAll();
        String handle = server.asked.get(0).getValue();
        Envelope forged = FakePeer.CODEC.decode(FakePeer.CODEC.encode(handle, Response.ok("forged")));
        caller.engine.message(wire.now, server.id, STRANGER, new Message.Whisper(2, forged));
        server.answer(caller.id, handle, Response.ok("true"));
        wire.deliverAll();
        assertThat(caller.response(call).text()).isEqualTo("true");
    }

    @Test
    void rubbishFromAnotherHostDoesNotCostAMemberItsPlace() {
        caller.engine.malformed(wire.now, server.id, STRANGER, "rubbish");
        caller.engine.malformed(wire.now, server.id, null, "rubbish");
        wire.advance(1_000);
        assertThat(caller.story()).containsExactly("rejected P1 malformed", "rejected P1 malformed");
        answers();
    }

    @Test
    void aStrangerWhoTookThePlaceOfADeadMemberGoesWhenTheMemberIsBack() {
        wire.kill(server);
        stolenHello();
        wire.advance(1_000);
        assertThat(caller.events()).as("nothing listens at what it claimed").endsWith("exited P1 REFUSED");
        caller.engine.message(wire.now, server.id, server.host, firstHello());
        assertThat(caller.events()).endsWith("entered P1", "offered P1");
    }

    @Test
    void anEndpointAtAThirdHostIsNeverDialled() {
        FakePeer victim = new FakePeer(wire, 66, null);
        wire.advance(4_000);
        long links = caller.newestLink();
        PeerId stranger = new PeerId(9, 9);
        Message.Hello hello = new Message.Hello(1, victim.endpoint().toString(), List.of(), 0, "x", Map.of());
        caller.engine.message(wire.now, stranger, STRANGER, hello);
        caller.engine.message(wire.now, server.id, STRANGER, hello);
        wire.kill(server);
        wire.advance(5_000);
        assertThat(caller.dialled.subList((int) links, caller.dialled.size()))
                .as("what was dialled since")
                .isNotEmpty()
                .noneMatch(endpoint -> endpoint.equals(victim.endpoint()));
    }

    @Test
    void beaconsOf100000MadeUpPeersAreBoundedAndCrowdOutNobody() {
        wire.silent = true; // Where they are said to be nobody answers.
        int before = caller.dialled.size();
        for (int i = 0; i < 100_000; i++) {
            caller.engine.beacon(wire.now, STRANGER, new Beacon(new PeerId(1L << 40, 1_000 + i), 1 + i % 60_000));
            wire.now += FakeWire.MS / 20;
            if (caller.engine.deadline() <= wire.now) {
                caller.engine.tick(wire.now);
            }
            if (i % 2_000 == 0) {
                caller.engine.beacon(wire.now, server.host, new Beacon(server.id, server.port));
            }
            assertThat(caller.open.size()).isLessThanOrEqualTo(1 + 64);
        }
        assertThat(caller.dialled.size() - before).as("dialled in five seconds").isBetween(16, 16 + 6 * 8);
        assertThat(caller.events()).isEmpty();
        assertThat(caller.rejections().stream().filter(words -> words.endsWith("crowded")))
                .hasSizeGreaterThan(80_000);
        wire.silent = false;

        FakePeer newcomer = new FakePeer(wire, 3, "tea");
        wire.advance(2_000);
        assertThat(caller.events()).containsExactly("entered P3", "offered P3");
        answers();
        wire.advance(5_000);
        assertThat(caller.open).as("they are forgotten").hasSize(2);
        assertThat(newcomer.story()).contains("entered P2");
    }

    @Test
    void madeUpPeersAtManyHostsAreBoundedTogether() {
        wire.silent = true;
        for (int i = 0; i < 20_000; i++) {
            String host = "10." + i % 7 + "." + i % 200 + "." + i % 250;
            caller.engine.beacon(wire.now, host, new Beacon(new PeerId(1L << 40, 1_000 + i), 5_000));
            wire.now += FakeWire.MS / 20;
            caller.engine.tick(wire.now);
            assertThat(caller.open.size()).isLessThanOrEqualTo(1 + 128);
        }
        assertThat(caller.dialled.size()).as("dialled in a second").isLessThanOrEqualTo(1 + 64 + 32);
    }

    /** True peers go on beaconing; a stranger who makes up ever new ones does not. */
    @Test
    void whoIsHeardAgainIsGreetedBeforeWhoWasHeardOnce() {
        FakePeer newcomer = new FakePeer(wire, 3, "tea");
        wire.hold(delivery -> delivery.from() == newcomer || delivery.to() == newcomer);
        wire.silent = true;
        boolean greeted = false;
        for (int i = 0; i < 60_000 && !greeted; i++) {
            caller.engine.beacon(wire.now, newcomer.host, new Beacon(new PeerId(1L << 40, 1_000 + i), 5_000));
            if (i % 5_000 == 2_500) {
                caller.engine.beacon(wire.now, newcomer.host, new Beacon(newcomer.id, newcomer.port));
            }
            wire.now += FakeWire.MS / 20;
            caller.engine.tick(wire.now);
            greeted = caller.isTo(caller.newestLink(), newcomer);
        }
        assertThat(greeted).as("within three seconds").isTrue();
    }

    @Test
    void whoGreetsUsWithEverNewIdentitiesFillsNothing() {
        wire.silent = true;
        for (int i = 0; i < 2_000; i++) {
            Message.Hello hello = new Message.Hello(1, "tcp://10.0.0.99:22", List.of(), 0, "x", Map.of());
            caller.engine.message(wire.now, new PeerId(1L << 40, 1_000 + i), STRANGER, hello);
        }
        assertThat(caller.open.size()).isLessThanOrEqualTo(1 + 256);
        assertThat(caller.rejections()).hasSize(2_000 - 256).allMatch(words -> words.endsWith("too-many-peers"));
        wire.silent = false;
        new FakePeer(wire, 3, "tea");
        wire.advance(2_000);
        assertThat(caller.events()).contains("entered P3", "offered P3");
        assertThat(caller.open).as("they are forgotten").hasSize(2);
        answers();
    }

    /** A stranger with many addresses, who takes every connection. */
    @Test
    void noMorePeersAreTakenThanThereIsRoomForWhoeverTheyAre() {
        wire.silent = true;
        // Room for those whose beacons were heard comes on top.
        int most = 4_096 + 128;
        for (int i = 0; i < most + 500; i++) {
            String host = "10." + (1 + i / 60_000) + "." + i / 250 % 250 + "." + (1 + i % 250);
            Message.Hello hello = new Message.Hello(1, "tcp://" + host + ":22", List.of(), 0, "x", Map.of());
            caller.engine.message(wire.now, new PeerId(1L << 40, 1_000 + i), host, hello);
            caller.engine.opened(wire.now, caller.newestLink());
        }
        assertThat(caller.open).hasSize(most);
        assertThat(caller.rejections()).hasSize(501).allMatch(words -> words.endsWith("too-many-peers"));
        answers();
    }

    @Test
    void aStrangersClaimIsForgottenWhenTheMemberAnswers() {
        // Its link is young: it is only asked.
        wire.cut(caller, server);
        wire.deliverAll();
        stolenHello();
        assertThat(wire.sent(server, caller, Message.Hello.class))
                .as("it did not greet us anew")
                .hasSize(2);
        caller.observed.clear();
        wire.kill(server);
        wire.advance(100);
        assertThat(caller.events()).containsExactly("withdrawn P1", "exited P1 REFUSED");
    }

    @Test
    void whoOnlyGreetsIsForgottenWhenItsPortRefuses() {
        Message.Hello hello = new Message.Hello(1, "tcp://10.0.0.99:22", List.of(), 0, "x", Map.of());
        caller.engine.message(wire.now, new PeerId(9, 9), STRANGER, hello);
        wire.deliverAll();
        assertThat(caller.events()).containsExactly("entered P9", "exited P9 " + Cause.REFUSED);
    }

    private void stolenHello() {
        greetAsTheServer();
        wire.deliverAll();
    }

    private void greetAsTheServer() {
        Message.Hello hello =
                new Message.Hello(1, "tcp://" + STRANGER + ":4711", List.of(FakePeer.GROUP), 1, "x", Map.of());
        caller.engine.message(wire.now, server.id, STRANGER, hello);
    }

    private Message.Hello firstHello() {
        return wire.sent(server, caller, Message.Hello.class).get(0);
    }

    private void answers() {
        Call call = caller.call(server.id, "echo");
        wire.deliverAll();
        assertThat(caller.response(call).status()).isEqualTo(200);
    }
}
