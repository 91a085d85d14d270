package dev.sleuth.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.zre.PeerId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The calls that wait: bounded, and each taken out once. */
class ExchangeTest {
    private static final PeerId ONE = new PeerId(0, 1);
    private static final PeerId OTHER = new PeerId(0, 2);

    private final Exchange exchange = new Exchange();

    @Test
    void onlyThePeerThatWasAskedSettlesACallAndOnlyOnce() {
        Call call = open(7, ONE, 10, 100);
        assertThat(exchange.settle(7, OTHER)).isNull();
        assertThat(exchange.settle(8, ONE)).isNull();
        assertThat(exchange.settle(7, ONE)).isSameAs(call);
        assertThat(exchange.settle(7, ONE)).isNull();
    }

    @Test
    void thereIsRoomForSoManyCallsAndNotOneMore() {
        for (int handle = 0; handle < Exchange.MAX_CALLS; handle++) {
            assertThat(exchange.hasRoomFor(call(handle, ONE, 1, 0))).isTrue();
            open(handle, ONE, 1, 100);
        }
        assertThat(exchange.hasRoomFor(call(-1, ONE, 0, 0))).isFalse();
        exchange.settle(5, ONE);
        assertThat(exchange.hasRoomFor(call(-1, ONE, 0, 0))).isTrue();
    }

    @Test
    void thereIsRoomForSoManyBytesAndNotOneMore() {
        int piece = 16 << 20;
        for (int handle = 0; handle < Exchange.MAX_BYTES / piece; handle++) {
            assertThat(exchange.hasRoomFor(call(handle, ONE, piece, 0))).isTrue();
            open(handle, ONE, piece, handle % 2 == 0 ? 100 : 200);
        }
        assertThat(exchange.hasRoomFor(call(-1, ONE, 1, 0))).isFalse();
        assertThat(exchange.expire(150)).hasSize(4);
        assertThat(exchange.hasRoomFor(call(-1, ONE, 4 * piece, 0))).isTrue();
        assertThat(exchange.hasRoomFor(call(-1, ONE, 4 * piece + 1, 0))).isFalse();
    }

    @Test
    void callsExpireAtTheirDeadlineAndNotBefore() {
        Call late = open(1, ONE, 1, 200);
        Call soon = open(2, ONE, 1, 100);
        assertThat(exchange.deadline()).isEqualTo(100);
        assertThat(exchange.expire(99)).isEmpty();
        assertThat(exchange.expire(100)).containsExactly(soon);
        assertThat(exchange.deadline()).isEqualTo(200);
        assertThat(exchange.expire(1_000)).containsExactly(late);
        assertThat(exchange.deadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theCallsOfOnePeerAreAbandonedAndTheOthersWait() {
        Call gone = open(1, ONE, 1, 100);
        Call stays = open(2, OTHER, 1, 100);
        assertThat(exchange.askedOf(ONE)).containsExactly(gone);
        exchange.close(gone);
        assertThat(exchange.askedOf(ONE)).isEmpty();
        assertThat(exchange.settle(1, ONE)).isNull();
        assertThat(exchange.abandonAll()).isEqualTo(List.of(stays));
        assertThat(exchange.abandonAll()).isEmpty();
    }

    private Call open(long handle, PeerId asked, int size, long deadline) {
        Call call = call(handle, asked, size, deadline);
        exchange.open(call);
        return call;
    }

    private static Call call(long handle, PeerId asked, int size, long deadline) {
        Call call = new Call(handle, "tea", new byte[size], deadline, false);
        call.asked = asked;
        return call;
    }
}
