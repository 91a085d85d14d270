package dev.sleuth.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClockSampleTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void the_other_clock_is_taken_to_have_spoken_in_the_middle() {
        assertThat(new ClockSample(100, 140, 1_120, 0).offset()).isEqualTo(1_000);
        assertThat(new ClockSample(1_100, 1_140, 120, 0).offset()).isEqualTo(-1_000);
    }

    @Test
    void the_shortest_round_trip_wins() {
        ClockSample slow = new ClockSample(0, 50_000, 90_000, 0);
        ClockSample quick = new ClockSample(100_000, 100_300, 150_150, 0);
        ClockSample other = new ClockSample(200_000, 201_000, 0, 0);
        assertThat(ClockSample.best(List.of(slow, quick, other))).isEqualTo(quick);
        assertThat(quick.offset()).isEqualTo(50_000);
    }

    @Test
    void the_error_is_half_the_round_trip_at_most() {
        long offset = 7_000_000;
        for (long way : new long[] {0, 10, 500, 990, 1_000}) {
            ClockSample sample = new ClockSample(5_000, 6_000, 5_000 + way + offset, 0);
            assertThat(sample.offset()).isBetween(offset - 500, offset + 500);
        }
    }

    @Test
    void a_moment_on_the_wall_there_is_a_moment_of_our_clock() {
        // When ours showed 5 s, the other showed 105 s and the wall 1,000 s after 1970.
        ClockSample sample = new ClockSample(5 * SECOND, 5 * SECOND, 105 * SECOND, 1_000 * SECOND);
        assertThat(sample.ours(Instant.ofEpochSecond(1_002, 7))).isEqualTo(7 * SECOND + 7);
        assertThat(sample.ours(Instant.ofEpochSecond(999))).isEqualTo(4 * SECOND);
    }
}
