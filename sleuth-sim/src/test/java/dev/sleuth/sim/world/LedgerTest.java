package dev.sleuth.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Journal;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final Entry BEFORE = new Entry.Entered(1, "a", "b");
    private static final Entry EFFECT = new Entry.Exited(12, "a", "b", "refused");
    private static final Entry LAST_WORDS = new Entry.Exited(9, "b", "c", "left");
    private static final Entry CAUSE = new Entry.Down(10, "b", "crash");

    private final Journal journal = new Journal();
    private final Ledger ledger = new Ledger(journal);

    @Test
    void a_cause_stands_before_its_effects_though_it_is_known_later() {
        ledger.append(BEFORE);
        ledger.hold();
        ledger.append(EFFECT);
        ledger.first(LAST_WORDS);
        ledger.first(CAUSE);
        assertThat(journal.entries()).containsExactly(BEFORE, LAST_WORDS, CAUSE);
        ledger.release();
        assertThat(journal.entries()).containsExactly(BEFORE, LAST_WORDS, CAUSE, EFFECT);
    }

    @Test
    void afterwards_nothing_waits() {
        ledger.hold();
        ledger.release();
        ledger.append(BEFORE);
        assertThat(journal.entries()).containsExactly(BEFORE);
    }
}
