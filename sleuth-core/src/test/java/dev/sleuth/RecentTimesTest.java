package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecentTimesTest {
    private static final long MICRO = 1_000;
    private static final long SECOND = 1_000_000_000;

    private final RecentTimes times = new RecentTimes(0);

    @Test
    void nothingWasSeenBeforeAnythingHappened() {
        assertThat(times.seen(5 * SECOND)).isEqualTo(new RecentTimes.Seen(0, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1_000, 1_100, 90_000, 400_000, 999_999, 1_000_000, 123_456_789, 60_000_000_000L})
    void aTimeIsOffByASixteenthAtMostOrAMicrosecond(long nanos) {
        times.timed(0, nanos);
        long off = Math.max(MICRO, nanos / 16);
        assertThat(times.seen(1).p50()).isCloseTo(nanos, within(off));
        assertThat(times.seen(1).p99()).isCloseTo(nanos, within(off));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void quantilesAreThoseOfAllThatHappened(long seed) {
        Random random = new Random(seed);
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            long nanos = (long) (100 * MICRO * Math.exp(random.nextGaussian()));
            all.add(nanos);
            times.timed(i * SECOND / 10_000, nanos);
        }
        all.sort(null);
        RecentTimes.Seen seen = times.seen(SECOND);
        assertThat(seen.p50()).isCloseTo(all.get(4_999), Percentage.withPercentage(7));
        assertThat(seen.p99()).isCloseTo(all.get(9_899), Percentage.withPercentage(7));
        assertThat(seen.perSecond()).isCloseTo(10_000, within(1e-6));
    }

    @Test
    void aSteadyRateIsSeenAsItIsWheneverSomebodyLooks() {
        for (int i = 0; i < 600; i++) {
            long now = i * SECOND / 10;
            times.timed(now, MICRO);
            if (now >= SECOND) {
                assertThat(times.seen(now).perSecond()).as("after %d", now).isCloseTo(10, within(1.0));
            }
        }
    }

    @Test
    void theFirstSecondCountsAsAWholeOne() {
        times.timed(0, MICRO);
        assertThat(times.seen(TimeUnit.MILLISECONDS.toNanos(1)).perSecond()).isEqualTo(1);
    }

    @Test
    void whatIsOlderThanTenSecondsIsForgottenAlsoIfNothingHappensSince() {
        times.timed(0, MICRO);
        assertThat(times.seen(8 * SECOND).perSecond()).isPositive();
        assertThat(times.seen(10 * SECOND)).isEqualTo(new RecentTimes.Seen(0, 0, 0));
        times.timed(20 * SECOND, 50 * MICRO);
        assertThat(times.seen(20 * SECOND).p50()).isCloseTo(50 * MICRO, Percentage.withPercentage(7));
    }

    @Test
    void whatHasNoTimeCountsForTheRateAlone() {
        times.counted(0);
        times.counted(0);
        assertThat(times.seen(1)).isEqualTo(new RecentTimes.Seen(2, 0, 0));
    }
}
