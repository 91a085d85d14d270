package dev.sleuth.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.zre.PeerId;
import org.junit.jupiter.api.Test;

class RestraintTest {
    private static final long MS = 1_000_000;
    private static final PeerId ONE = new PeerId(1, 1);
    private static final PeerId OTHER = new PeerId(1, 2);

    private final Restraint restraint = new Restraint();

    @Test
    void whoeverRefusedIsNotAskedUntilItsTimeIsOver() {
        restraint.refused(5 * MS, ONE, 50);

        assertThat(restraint.holds(5 * MS, ONE)).isTrue();
        assertThat(restraint.holds(5 * MS, OTHER)).isFalse();
        assertThat(restraint.holds(55 * MS - 1, ONE)).isTrue();
        assertThat(restraint.holds(55 * MS, ONE)).isFalse();
    }

    @Test
    void whatIsLeftIsRoundedUpToWholeMilliseconds() {
        restraint.refused(0, ONE, 2);

        assertThat(restraint.millisLeft(0, ONE)).isEqualTo(2);
        assertThat(restraint.millisLeft(1, ONE)).isEqualTo(2);
        assertThat(restraint.millisLeft(2 * MS - 1, ONE)).isEqualTo(1);
        assertThat(restraint.millisLeft(2 * MS, ONE)).isZero();
        assertThat(restraint.millisLeft(0, OTHER)).isZero();
    }

    @Test
    void whatAnswersOlderCallsProlongsNothing() {
        restraint.refused(0, ONE, 50);
        restraint.refused(49 * MS, ONE, 5_000);

        assertThat(restraint.holds(50 * MS, ONE)).isFalse();
        restraint.refused(50 * MS, ONE, 5_000);
        assertThat(restraint.holds(51 * MS, ONE)).isTrue();
    }

    @Test
    void whoeverIsGoneIsForgotten() {
        restraint.refused(0, ONE, 50);
        restraint.gone(ONE);

        assertThat(restraint.holds(1, ONE)).isFalse();
    }

    @Test
    void zeroMeansAtOnce() {
        restraint.refused(0, ONE, 0);

        assertThat(restraint.holds(0, ONE)).isFalse();
    }

    @Test
    void aClockThatWrapsAroundDoesNotMatter() {
        restraint.refused(Long.MAX_VALUE - MS, ONE, 50);

        assertThat(restraint.holds(Long.MIN_VALUE, ONE)).isTrue();
        assertThat(restraint.holds(Long.MIN_VALUE + 50 * MS, ONE)).isFalse();
    }
}
