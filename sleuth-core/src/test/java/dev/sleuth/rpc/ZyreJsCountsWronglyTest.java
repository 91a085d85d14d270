package dev.sleuth.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.zre.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** zyre.js begins to count again one number too early: we lose it, and it does not know. */
class ZyreJsCountsWronglyTest {
    private final ZyreJsModel zyre = new ZyreJsModel();

    @Test
    void aCallIsAnsweredAgainWithinHalfASecondAlsoIfNobodyCallsMeanwhile() {
        meet(5_000);
        zyre.saysPingWithNumber(0);
        zyre.advance(500);
        assertThat(zyre.exits()).containsExactly(Cause.GAP);
        answers();
        assertThat(zyre.forgotten).as("how often it has forgotten us").isEqualTo(2);
        rests();
    }

    /** Whenever in the rhythm of our beacons it happens, and however young our greeting is. */
    @ParameterizedTest
    @ValueSource(longs = {20, 100, 290, 400, 3_500, 5_001, 5_040, 5_080, 5_120, 5_160, 5_200, 5_240})
    void afterwardsBothKnowEachOther(long after) {
        meet(after);
        zyre.saysPingWithNumber(0);
        zyre.advance(900);
        answers();
        assertThat(zyre.forgotten).isLessThanOrEqualTo(3);
        rests();
    }

    private void meet(long millis) {
        zyre.advance(millis);
        answers();
        assertThat(zyre.exits()).isEmpty();
    }

    private void answers() {
        Call call = zyre.call();
        zyre.advance(5);
        assertThat(zyre.settled.get(call)).isInstanceOf(Outcome.Answered.class);
    }

    private void rests() {
        int exits = zyre.exits().size();
        int forgotten = zyre.forgotten;
        zyre.advance(20_000);
        assertThat(zyre.exits()).hasSize(exits);
        assertThat(zyre.forgotten).isEqualTo(forgotten);
        answers();
    }
}
