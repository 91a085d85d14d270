package dev.sleuth.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.zre.Message;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links break and are made again. Whatever the order of greetings, it comes to rest, and both know each other. */
class RedialTest {
    private final FakeWire wire = new FakeWire();
    private final FakePeer left = new FakePeer(wire, 1, "echo");
    private final FakePeer right = new FakePeer(wire, 2, "tea");

    @BeforeEach
    void theyMeetAndTheirLinksGrowOld() {
        wire.advance(5_000);
        left.observed.clear();
        right.observed.clear();
    }

    @Test
    void aBrokenLinkIsMadeAgainAndOnlyTheOtherSideSeesARestart() {
        wire.cut(left, right);
        wire.advance(1_000);
        assertThat(left.events()).isEmpty();
        assertThat(right.events()).containsExactly("withdrawn P1", "exited P1 RESTARTED", "entered P1", "offered P1");
        bothAreWell();
    }

    @Test
    void whenBothLinksBreakNobodyExits() {
        wire.cut(left, right);
        wire.cut(right, left);
        wire.advance(1_000);
        assertThat(left.events()).isEmpty();
        assertThat(right.events()).isEmpty();
        bothAreWell();
    }

    @Test
    void aLinkThatBreaksTwiceInARowDoesNotStartAStorm() {
        wire.cut(left, right);
        wire.deliverOne(delivery -> delivery.text().startsWith("broken"));
        wire.deliverAll();
        // The second greeting goes out before the answer to the first one is here.
        wire.cut(left, right);
        wire.advance(1_000);
        comesToRest();
    }

    @Test
    void twoGreetingsThatAreAnsweredTwiceDoNotStartAStorm() {
        wire.hold(delivery -> delivery.from() == right && delivery.isMessage());
        wire.cut(left, right);
        wire.advance(400);
        wire.cut(left, right);
        wire.advance(400);
        wire.release();
        comesToRest();
    }

    @Test
    void aGreetingThatWasHeldUntilItsPeerWasForgottenDoesNotStartAStorm() {
        // As after a one-way partition: left gives up, and right's old answer comes later.
        wire.hold(delivery -> delivery.from() == right);
        wire.advance(8_000);
        wire.release();
        comesToRest();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noOrderOfBreaksLossesAndDelaysLeadsToAStormOrToDeafness(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            int steps = 1 + random.nextInt(12);
            for (int step = 0; step < steps; step++) {
                disturb(random);
            }
            comesToRest();
        }
    }

    private void disturb(Random random) {
        FakePeer from = random.nextBoolean() ? left : right;
        FakePeer to = from == left ? right : left;
        switch (random.nextInt(7)) {
            case 0, 1 -> wire.cut(from, to);
            case 2 -> wire.hold(delivery -> delivery.from() == from && delivery.to() == to && delivery.isMessage());
            case 3 -> wire.hold(delivery -> delivery.from() == from && delivery.to() == to);
            case 4 -> wire.release();
            case 5 -> wire.advance(random.nextInt(2_000));
            default -> wire.advance(random.nextInt(50));
        }
    }

    private void comesToRest() {
        wire.release();
        wire.advance(10_000);
        left.observed.clear();
        right.observed.clear();
        int before = wire.sent.size();
        wire.advance(5_000);
        assertThat(left.events()).isEmpty();
        assertThat(right.events()).isEmpty();
        assertThat(wire.sent).as("messages while nothing happens").hasSize(before);
        bothAreWell();
    }

    private void bothAreWell() {
        Call one = left.call("tea", "please");
        Call other = right.call("echo", "hello");
        wire.deliverAll();
        assertThat(left.response(one).text()).isEqualTo("please");
        assertThat(right.response(other).text()).isEqualTo("hello");
        assertThat(wire.sent(left, right)).last().isInstanceOf(Message.Whisper.class);
        assertThat(left.open).hasSize(1);
        assertThat(right.open).hasSize(1);
    }
}
