package dev.sleuth.sim.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.sim.journal.Entry.Called;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private static final long MS = 1_000_000;

    private static Entry call(long planned, long took, String service) {
        return new Called(planned + took, planned, "caller", 0, service, "echo", 200, 0, 1);
    }

    @Test
    void a_window_holds_the_calls_planned_in_it_of_one_service() {
        List<Entry> entries = List.of(
                call(9 * MS, MS, "echo"),
                call(10 * MS, 2 * MS, "echo"),
                call(15 * MS, 3 * MS, "other"),
                call(19 * MS, 4 * MS, "echo"),
                call(20 * MS, 5 * MS, "echo"));

        Histogram histogram = Latencies.of(entries, "echo", 10 * MS, 20 * MS);

        assertThat(histogram.getTotalCount()).isEqualTo(2);
        assertThat(Latencies.at(histogram, 50)).isBetween(2 * MS - 2_000, 2 * MS);
        assertThat(Latencies.at(histogram, 100)).isBetween(4 * MS - 4_000, 4 * MS);
    }

    @Test
    void no_calls_have_no_latency() {
        assertThat(Latencies.at(Latencies.of(List.of(), "echo", 0, MS), 99)).isZero();
    }
}
