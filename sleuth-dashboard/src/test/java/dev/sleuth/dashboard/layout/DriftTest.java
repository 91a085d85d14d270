package dev.sleuth.dashboard.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.dashboard.layout.Ring.Guest;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriftTest {
    private static final long MS = 1_000_000;
    private static final Ring ONE = Ring.of(List.of(new Guest("a", "tea")));
    private static final Ring TWO = Ring.of(List.of(new Guest("a", "tea"), new Guest("b", Ring.CALLERS)));

    private final Drift drift = new Drift();

    @Test
    void whoIsNewIsInPlaceAtOnce() {
        drift.lead(ONE, 0);

        assertThat(drift.at(0)).isEqualTo(ONE);
    }

    @Test
    void whoIsThereMovesToTheNewPlaceWithoutAJump() {
        drift.lead(ONE, 0);
        drift.lead(TWO, 1000 * MS);

        assertThat(drift.at(1000 * MS).peers()).containsEntry("a", ONE.peers().getOrDefault("a", new Place(9, 9)));
        double last = Double.NaN;
        for (long at = 1000 * MS; at <= 1400 * MS; at += 10 * MS) {
            double x = drift.at(at).peers().getOrDefault("a", new Place(9, 9)).x();
            assertThat(Double.isNaN(last) ? 0 : Math.abs(x - last)).isLessThan(0.1);
            last = x;
        }
        assertThat(drift.at(1400 * MS)).isEqualTo(TWO);
    }

    @Test
    void whileNobodyComesOrGoesNothingMoves() {
        drift.lead(TWO, 0);
        drift.lead(Ring.of(List.of(new Guest("b", Ring.CALLERS), new Guest("a", "tea"))), 5000 * MS);

        assertThat(drift.at(5010 * MS)).isEqualTo(TWO);
    }
}
