package dev.sleuth.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.sim.journal.Entry;
import org.junit.jupiter.api.Test;

class StandstillsTest {
    private final Standstills standstills = new Standstills();

    private long unintended(long from, long until) {
        return standstills.unintended(new Entry.Stalled(until, until - from));
    }

    @Test
    void a_stall_that_nobody_wanted_counts_in_full() {
        assertThat(unintended(100, 400)).isEqualTo(300);
    }

    @Test
    void a_freeze_is_no_stall_whether_or_not_its_end_is_known_yet() {
        standstills.stop(1_000);
        assertThat(unintended(1_010, 4_000)).isZero();
        standstills.goOn(4_020);
        assertThat(unintended(1_010, 4_000)).isZero();
    }

    @Test
    void what_sticks_out_of_a_freeze_counts() {
        standstills.stop(1_000);
        standstills.goOn(2_000);
        assertThat(unintended(900, 2_300)).isEqualTo(400);
        assertThat(unintended(2_100, 2_300)).isEqualTo(200);
    }

    @Test
    void several_freezes_are_taken_off_each() {
        standstills.stop(1_000);
        standstills.goOn(2_000);
        standstills.stop(3_000);
        standstills.goOn(4_000);
        assertThat(unintended(500, 5_000)).isEqualTo(2_500);
    }
}
