package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ModerationTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Moderation moderation = new Moderation(2);
    /** As on a clock that began before zero, as System.nanoTime may. */
    private long now = -5 * SECOND;

    @Test
    void soManyHaveTheirTurnInASecondAndTheNextOneHearsHowManyHadNot() {
        assertThat(turns(5)).containsExactly(0, 0, -1, -1, -1);
        now += SECOND - 1;
        assertThat(turns(1)).containsExactly(-1);
        now += 1;
        assertThat(turns(3)).containsExactly(4, 0, -1);
        now += 10 * SECOND;
        assertThat(turns(1)).containsExactly(1);
        assertThat(turns(1)).as("told once").containsExactly(0);
    }

    private long[] turns(int many) {
        long[] turns = new long[many];
        for (int i = 0; i < many; i++) {
            turns[i] = moderation.turn(now);
        }
        return turns;
    }
}
