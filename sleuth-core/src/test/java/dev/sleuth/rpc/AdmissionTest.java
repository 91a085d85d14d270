package dev.sleuth.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests a service takes upon itself. */
class AdmissionTest {
    private static final long MS = 1_000_000;
    private static final long LONGEST_WAIT = 100 * MS;

    private final Admission admission = new Admission(20, 10, LONGEST_WAIT);

    private int admit(long now, int times) {
        int taken = 0;
        for (int i = 0; i < times; i++) {
            taken += admission.admit(now, false) ? 1 : 0;
        }
        return taken;
    }

    private void begin(long now, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(admission.begin(now, now)).isTrue();
        }
    }

    @Test
    void aBurstIsTakenAsFarAsThereIsRoomToWait() {
        assertThat(admit(0, 30)).isEqualTo(10);
        begin(MS, 4);
        assertThat(admit(2 * MS, 30)).isEqualTo(4);
    }

    @Test
    void noMoreAreInHandThanMayBe() {
        assertThat(admit(0, 30)).isEqualTo(10);
        begin(0, 10);
        assertThat(admit(0, 30)).isEqualTo(10);
        begin(0, 10);
        assertThat(admission.admit(0, false)).isFalse();
        admission.end();
        assertThat(admit(0, 2)).isEqualTo(1);
        admission.withdraw();
        assertThat(admit(0, 2)).isEqualTo(1);
    }

    /** Somebody has been waiting from 0 on, and so many had their turn in each of the milliseconds since. */
    @ParameterizedTest(name = "{0} wait for {1} ms, {2} had their turn: taken {3}")
    @CsvSource({
        // Not for as long as anybody should wait: a burst.
        "9, 99, 0, true",
        "9, 99, 3, true",
        // Nobody had a turn in all that time.
        "1, 100, 0, false",
        // With five in 100 ms, whoever is the sixth waits for 120 ms.
        "5, 100, 5, true",
        "6, 100, 5, false",
        // Only the latest count.
        "9, 400, 9, false",
        "1, 100, 1, true",
    })
    void whoeverWouldWaitTooLongInAStandingQueueIsRefused(int waiting, long millis, int begun, boolean taken) {
        assertThat(admit(0, 1)).isEqualTo(1);
        for (int i = 0; i < begun; i++) {
            assertThat(admission.admit(i, false)).isTrue();
            begin(i, 1);
        }
        assertThat(admit(begun, waiting - 1)).isEqualTo(waiting - 1);

        assertThat(admission.admit(millis * MS, false)).isEqualTo(taken);
    }

    @Test
    void aQueueThatWasEmptyInBetweenIsNoStandingOne() {
        for (long now = 0; now < 1_000 * MS; now += 50 * MS) {
            assertThat(admit(now, 5)).isEqualTo(5);
            begin(now + 49 * MS, 5);
            for (int i = 0; i < 5; i++) {
                admission.end();
            }
        }
    }

    @Test
    void whileThereAreMoreAndMoreThreadsTheQueueIsNoStandingOne() {
        assertThat(admit(0, 5)).isEqualTo(5);
        assertThat(admission.admit(200 * MS, true)).isTrue();
        assertThat(admission.admit(299 * MS, false)).isTrue();
        assertThat(admission.admit(300 * MS, false)).isFalse();
    }

    @Test
    void whoeverHasWaitedFarTooLongMakesRoomForThoseBehindIt() {
        assertThat(admit(0, 2)).isEqualTo(2);
        assertThat(admission.begin(500 * MS, 0)).as("not yet").isTrue();
        assertThat(admission.begin(501 * MS, 0)).as("the last one").isTrue();

        assertThat(admit(600 * MS, 2)).isEqualTo(2);
        assertThat(admission.begin(1_101 * MS, 600 * MS)).isFalse();
        assertThat(admission.begin(1_101 * MS, 600 * MS)).isTrue();
        // Whoever was not carried out is in hand no more.
        for (int i = 0; i < 3; i++) {
            admission.end();
        }
        assertThat(admit(2_000 * MS, 10)).isEqualTo(10);
        begin(2_000 * MS, 10);
        assertThat(admit(2_000 * MS, 10)).isEqualTo(10);
    }

    @Test
    void theHintIsAboutWhenHalfOfThoseWhoWaitHaveHadTheirTurn() {
        // 20 turns in 100 ms: the 10 who wait have had theirs in 50 ms, half of them in 25.
        for (int i = 0; i < 20; i++) {
            assertThat(admission.admit(i * 5 * MS, false)).isTrue();
            if (i > 0) {
                begin(i * 5 * MS, 1);
            }
        }
        List<Long> hints = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            hints.add(admission.hintMillis(100 * MS));
        }
        // One waits: 5 ms till its turn.
        assertThat(Collections.min(hints)).isBetween(1L, 2L);
        assertThat(Collections.max(hints)).isBetween(3L, 5L);
    }

    @Test
    void hintsLieApartSoThatNotAllComeBackAtOnce() {
        admit(0, 10);
        List<Long> hints = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            hints.add(admission.hintMillis(50 * MS));
        }
        // Nobody had a turn in 50 ms: 250 ms for half of ten.
        assertThat(Collections.min(hints)).isBetween(125L, 130L);
        assertThat(Collections.max(hints)).isBetween(370L, 375L);
        assertThat(hints).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 5, 15", "10, 0, 1, 1", "10, 100, 250, 750", "10, 3000, 1000, 1000"})
    void hintsAreNeitherZeroNorForEver(int waiting, long afterMillis, long least, long most) {
        Admission admission = new Admission(20, 10, 3_600_000 * MS);
        for (int i = 0; i < waiting; i++) {
            assertThat(admission.admit(0, false)).isTrue();
        }
        for (int i = 0; i < 100; i++) {
            assertThat(admission.hintMillis(afterMillis * MS)).isBetween(least, most);
        }
    }

    /** A service with some threads, and three times as many requests as it can do. */
    private static final class Run {
        private final Admission admission = new Admission(1_000, 256, LONGEST_WAIT);
        private final Random random;
        private final int threads;
        private final long meanNanos;
        private final Queue<Long> waiting = new ArrayDeque<>();
        private final PriorityQueue<Long> ends = new PriorityQueue<>();
        final List<Long> waits = new ArrayList<>();
        long busyNanos;
        int late;

        Run(long seed) {
            random = new Random(seed);
            threads = 1 + random.nextInt(32);
            meanNanos = MS + random.nextInt(60) * MS / 2;
        }

        void until(long end, long measuredFrom) {
            double between = meanNanos / 3.0 / threads;
            double next = 0;
            while (next < end) {
                long now = (long) next;
                while (!ends.isEmpty() && ends.peek() <= now) {
                    long ended = ends.remove();
                    admission.end();
                    start(ended, measuredFrom);
                }
                if (admission.admit(now, false)) {
                    waiting.add(now);
                    start(now, measuredFrom);
                }
                next += -Math.log(1 - random.nextDouble()) * between;
            }
        }

        private void start(long now, long measuredFrom) {
            while (ends.size() < threads && !waiting.isEmpty()) {
                long arrived = waiting.remove();
                if (admission.begin(now, arrived)) {
                    long takes = (long) (meanNanos * (0.5 + random.nextDouble()));
                    ends.add(now + takes);
                    if (now >= measuredFrom) {
                        waits.add(now - arrived);
                        busyNanos += takes;
                    }
                } else {
                    late++;
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void underThreeTimesTheLoadThreadsHaveWorkAllTheTimeAndNobodyWaitsForLong(long seed) {
        Run run = new Run(seed);

        run.until(5_000 * MS, 1_000 * MS);

        double busy = (double) run.busyNanos / (4_000 * MS * run.threads);
        assertThat(busy)
                .as("part of the time that %d threads work", run.threads)
                .isGreaterThan(0.95);
        assertThat(Collections.max(run.waits)).as("the longest wait").isLessThan(2 * LONGEST_WAIT);
    }
}
