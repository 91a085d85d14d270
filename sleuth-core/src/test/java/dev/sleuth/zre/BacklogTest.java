package dev.sleuth.zre;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a peer has not confirmed to have read. */
class BacklogTest {
    private static final long MIB = 1 << 20;

    private final Backlog backlog = new Backlog();

    @Test
    void asksOnceWhenMoreThanOneMebibyteIsUnconfirmed() {
        backlog.sent(MIB);
        assertThat(backlog.wantsPing()).isFalse();
        backlog.sent(1);
        assertThat(backlog.wantsPing()).isTrue();
        backlog.pinged();
        assertThat(backlog.wantsPing()).isFalse();
        backlog.sent(5 * MIB);
        assertThat(backlog.wantsPing()).isFalse();
    }

    @Test
    void anAnswerConfirmsWhatWasSentBeforeItsPing() {
        backlog.sent(3 * MIB);
        backlog.pinged();
        backlog.sent(2 * MIB);
        backlog.ponged();
        assertThat(backlog.bytes()).isEqualTo(2 * MIB);
        assertThat(backlog.wantsPing()).isTrue();
    }

    @Test
    void theAnswerToAnEarlierPingConfirmsNoMoreThanThat() {
        backlog.pinged();
        backlog.sent(3 * MIB);
        backlog.pinged();
        backlog.ponged();
        assertThat(backlog.bytes()).isEqualTo(3 * MIB);
        backlog.sent(3 * MIB);
        assertThat(backlog.wantsPing()).isTrue();
    }

    @Test
    void anAnswerFromAnEarlierLinkConfirmsNothing() {
        backlog.ponged();
        backlog.pinged();
        backlog.pinged();
        backlog.ponged();
        backlog.sent(6 * MIB);
        backlog.pinged();
        backlog.ponged();
        assertThat(backlog.bytes()).as("that answered the second of three").isEqualTo(6 * MIB);
        backlog.ponged();
        assertThat(backlog.bytes()).isZero();
    }

    @Test
    void aNewLinkBeginsWithNothing() {
        backlog.sent(3 * MIB);
        backlog.pinged();
        backlog.reset();
        assertThat(backlog.bytes()).isZero();
        backlog.ponged();
        backlog.sent(MIB);
        assertThat(backlog.bytes()).isEqualTo(MIB);
    }
}
