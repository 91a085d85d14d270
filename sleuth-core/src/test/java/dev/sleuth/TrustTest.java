package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrustTest {
    private final Trust trust = new Trust();

    @Test
    void itIsEarnedByManyShortRuns() {
        assertThat(trust.earned()).isFalse();

        runs(100, 1_000);
        assertThat(trust.earned()).isFalse();

        runs(5_000, 1_000);
        assertThat(trust.earned()).isTrue();
    }

    @Test
    void runsThatAreNotShortNeverEarnIt() {
        runs(100_000, Trust.SHORT_NANOS * 2);

        assertThat(trust.earned()).isFalse();
    }

    @Test
    void oneRunInAThousandThatTheMachineHeldUpForAMillisecondDoesNotCostIt() {
        runs(5_000, 1_000);
        for (int i = 0; i < 100; i++) {
            trust.ended(1_000_000);
            assertThat(trust.earned()).isTrue();
            runs(1_000, 1_000);
        }
    }

    @Test
    void oneThatTookLongCostsItForThousandsOfRuns() {
        runs(5_000, 1_000);

        trust.ended(100_000_000);
        assertThat(trust.earned()).isFalse();
        runs(1_000, 1_000);
        assertThat(trust.earned()).isFalse();

        runs(10_000, 1_000);
        assertThat(trust.earned()).isTrue();
    }

    private void runs(int count, long nanos) {
        for (int i = 0; i < count; i++) {
            trust.ended(nanos);
        }
    }
}
