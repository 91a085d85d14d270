package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.rpc.Observation;
import dev.sleuth.zre.PeerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RejectionsTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final List<Observation> told = new ArrayList<>();
    private final List<String> logged = new ArrayList<>();
    private final Rejections rejections = new Rejections((rejected, line) -> {
        told.add(rejected);
        if (!line.isEmpty()) {
            logged.add(line);
        }
    });
    /** As on a clock that began before zero, as System.nanoTime may. */
    private long now = -5 * SECOND;

    @Test
    void allAreCountedByReason() {
        happen(3, "gap");
        happen(2, "malformed");
        happen(1, "gap");

        assertThat(rejections.counts()).isEqualTo(Map.of("gap", 4L, "malformed", 2L));
    }

    @Test
    void aReasonIsLoggedAtMostOnceASecondAndSaysHowManyWereLeftUnsaid() {
        happen(20_000, "gap");
        now += SECOND - 1;
        happen(1, "gap");
        assertThat(logged).containsExactly("not taken (gap) from somebody unknown: because");

        now += 1;
        happen(5, "gap");
        assertThat(logged)
                .containsExactly(
                        "not taken (gap) from somebody unknown: because",
                        "not taken (gap) from somebody unknown: because; 20000 more of this reason since the last such line");

        now += SECOND;
        happen(1, "gap");
        assertThat(logged.get(2)).endsWith("because; 4 more of this reason since the last such line");
    }

    @Test
    void oneReasonDoesNotHideAnother() {
        happen(10, "gap");
        happen(10, "malformed");

        assertThat(logged).hasSize(2);
    }

    @Test
    void aFloodLeavesTheListenerRoomForWhatItWaitsFor() {
        happen(20_000, "gap");
        assertThat(told).hasSize(Rejections.MOST_TOLD);

        now += SECOND;
        happen(20_000, "gap");
        assertThat(told).hasSize(2 * Rejections.MOST_TOLD);
    }

    @Test
    void aStrangersWordsAreNoLinesOfTheirOwnAndNoLongOnes() {
        happen(new PeerId(0xABCDEF_0000000000L, 0), "endpoint", "a\r\n[main] INFO all is well\u0007\u202E");
        happen(null, "status", "x".repeat(1000));

        assertThat(logged.get(0)).isEqualTo("not taken (endpoint) from peer ABCDEF: a??[main] INFO all is well??");
        assertThat(logged.get(1)).hasSizeLessThan(300).endsWith("xxx...");
    }

    private void happen(int times, String reason) {
        for (int i = 0; i < times; i++) {
            happen(null, reason, "because");
        }
    }

    private void happen(@Nullable PeerId from, String reason, String detail) {
        rejections.rejected(new Observation.Rejected(now, from, reason, detail));
    }
}
