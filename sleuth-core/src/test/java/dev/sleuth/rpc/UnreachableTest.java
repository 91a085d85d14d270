package dev.sleuth.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.zre.Beacon;
import dev.sleuth.zre.Cause;
import dev.sleuth.zre.Message;
import dev.sleuth.zre.Timing;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Beacons go on, and yet nobody can be reached: datagrams are no proof of a link. */
class UnreachableTest {
    private final FakeWire wire = new FakeWire();
    private final FakePeer server = new FakePeer(wire, 1, "echo");
    private final FakePeer caller = new FakePeer(wire, 2, null);

    @BeforeEach
    void theyMeetAndTheirLinksGrowOld() {
        wire.advance(5_000);
        caller.observed.clear();
    }

    @Test
    void aMemberWhoseLinkCannotBeMadeAgainIsGoneThoughItsBeaconsGoOn() {
        server.handler = null;
        wire.hold(delivery -> !delivery.isDatagram() && delivery.from() != delivery.to());
        Call call = caller.call("echo", "");
        wire.cut(caller, server);
        wire.advance(2_000);
        assertThat(caller.events()).containsExactly("withdrawn P1", "exited P1 BROKEN");
        assertThat(caller.settled).containsKey(call);
        assertThat(caller.failure(caller.call("echo", ""))).isEqualTo(SleuthException.UNKNOWN_SERVICE);
        server.handler = request -> Response.ok("back");
        wire.release();
        wire.advance(2_000);
        assertThat(caller.events()).endsWith("entered P1", "offered P1");
        assertThat(answered()).isTrue();
    }

    @Test
    void aMemberWhoseHostWentWithItIsGoneLongBeforeItsSilenceTells() {
        wire.hold(delivery -> delivery.from() == server || delivery.text().startsWith("opened"));
        wire.cut(caller, server);
        wire.advance(30);
        assertThat(caller.events()).isEmpty();
        wire.advance(10);
        assertThat(caller.events()).containsExactly("withdrawn P1", "exited P1 BROKEN");
        wire.release();
        wire.advance(2_000);
        assertThat(caller.events()).endsWith("entered P1", "offered P1");
        assertThat(answered()).isTrue();
    }

    @Test
    void aMemberThatTakesOneMoreLinkWithItIsGoneNearlyAsSoon() {
        wire.cut(caller, server);
        wire.deliverAll();
        wire.kill(server);
        wire.advance(15);
        assertThat(caller.events()).containsExactly("withdrawn P1", "exited P1 REFUSED");
    }

    @Test
    void aMemberThatTakesItsTimeToTakeALinkIsNotGoneIfItWasUsWhoStoodStill() {
        wire.hold(delivery -> delivery.text().startsWith("opened"));
        wire.cut(caller, server);
        wire.advance(10);
        wire.now += 300 * FakeWire.MS;
        wire.release();
        wire.advance(2_000);
        assertThat(caller.events()).isEmpty();
        assertThat(answered()).isTrue();
    }

    @Test
    void aMemberThatTakesLinksAndDropsThemIsGoneToo() {
        for (int i = 0; i < 20; i++) {
            caller.open.stream()
                    .max(Long::compare)
                    .ifPresent(link -> caller.engine.broken(wire.now, link, Cause.BROKEN));
            wire.hold(delivery -> !delivery.isDatagram() && delivery.from() != delivery.to());
            wire.advance(100);
        }
        assertThat(caller.events()).startsWith("withdrawn P1", "exited P1 BROKEN");
        assertThat(wire.sent(caller, server, Message.Hello.class)).hasSizeLessThan(12);
    }

    @Test
    void aRedialThatIsHeardDoubtsNobody() {
        wire.cut(caller, server);
        wire.advance(5_000);
        assertThat(caller.events()).isEmpty();
        assertThat(wire.sent(caller, server, Message.Ping.class)).hasSizeLessThan(3);
    }

    @Test
    void everyNewLinkAsksThoughTheOldOneAskedJustBefore() {
        wire.hold(delivery -> delivery.from() != delivery.to());
        wire.advance(600);
        assertThat(wire.sent(caller, server)).last().isEqualTo(new Message.Ping(2));
        caller.engine.broken(wire.now, caller.newestLink(), Cause.BROKEN);
        assertThat(wire.sent(caller, server, Message.Hello.class)).hasSize(2);
        assertThat(wire.sent(caller, server, Message.Ping.class)).hasSize(2);
    }

    @Test
    void onlyALinkThatNeverOpenedTellsThatNobodyListens() {
        caller.engine.broken(wire.now, caller.newestLink(), Cause.REFUSED);
        wire.advance(1_000);
        assertThat(caller.events()).isEmpty();
        assertThat(answered()).isTrue();
    }

    @Test
    void aDeafMemberThatHearsAgainAfterOneNewGreetingStays() {
        // As a Go peer after a gap: a new greeting is all it takes.
        wire.hold(delivery -> delivery.to() == server && delivery.isMessage());
        caller.call("echo", "");
        // It is suspect after 250 ms, and doubted from then on.
        wire.advance(250 + Timing.LAN.gone().toMillis() - 5);
        wire.lose(delivery -> delivery.to() == server && delivery.isMessage());
        wire.release();
        wire.advance(5_000);
        assertThat(caller.events()).isEmpty();
        assertThat(answered()).isTrue();
    }

    @Test
    void whoeverNeverGreetsIsForgottenEvenIfItTakesLinksAndDropsThem() {
        FakePeer stranger = new FakePeer(wire, 9, null);
        wire.hold(delivery -> delivery.from() == stranger || delivery.to() == stranger);
        caller.engine.beacon(wire.now, stranger.host, new Beacon(stranger.id, stranger.port));
        for (int i = 0; i < 40; i++) {
            caller.engine.broken(wire.now, newest(), Cause.BROKEN);
            wire.advance(100);
        }
        assertThat(caller.story()).contains("rejected P9 no-hello");
        assertThat(caller.open).hasSize(1);
        long dialled = newest();
        wire.advance(10_000);
        assertThat(newest()).as("nothing is dialled any more").isEqualTo(dialled);
    }

    @Test
    void whoeverSendsBeaconsAndListensNowhereCountsAsOneThatNeverGreets() {
        FakePeer stranger = new FakePeer(wire, 9, null);
        wire.hold(delivery -> delivery.from() == stranger || delivery.to() == stranger);
        for (int i = 0; i < 3; i++) {
            caller.engine.beacon(wire.now, stranger.host, new Beacon(stranger.id, stranger.port));
            caller.engine.broken(wire.now, newest(), Cause.REFUSED);
            wire.advance(1_000);
        }
        assertThat(caller.story()).containsOnly("rejected P9 no-hello").hasSize(3);
        assertThat(caller.open).hasSize(1);
    }

    @Test
    void aMemberThatIsGoneDoesNotCountAsOneThatNeverGreets() {
        wire.kill(server);
        wire.deliverAll();
        assertThat(caller.events()).endsWith("exited P1 REFUSED");
        assertThat(caller.story()).noneMatch(line -> line.startsWith("rejected"));
    }

    @Test
    void anAlternatingGreetingDoesNotOpenLinksInAStorm() {
        for (int i = 0; i < 100; i++) {
            caller.engine.message(
                    wire.now,
                    server.id,
                    server.host,
                    new Message.Hello(1, "tcp://10.0.0.1:5001", List.of(), 0, "x", Map.of("version", "" + i)));
            wire.now += 10 * FakeWire.MS;
        }
        assertThat(newest()).isLessThan(10);
    }

    private long newest() {
        return caller.newestLink();
    }

    private boolean answered() {
        Call call = caller.call("echo", "hi");
        wire.advance(1);
        return caller.outcome(call) instanceof Outcome.Answered;
    }
}
