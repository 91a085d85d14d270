package dev.sleuth.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One engine and whatever a hostile or unlucky network may feed it, in any order. */
class RandomInputTest {
    /** A longer run is for {@code .ci/soak}. */
    private static final int INPUTS = Integer.getInteger("sleuth.inputs", 200_000);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void nothingIsThrownEveryOutputIsLegalAndEveryCallEndsOnce(long seed) {
        Chaos chaos = new Chaos(new Random(seed));
        for (int input = 0; input < INPUTS; input++) {
            chaos.input();
            // Plain conditions, because this is asked a million times.
            if (chaos.open.size() > Chaos.PEERS
                    || chaos.entered.size() > Chaos.PEERS
                    || !chaos.entered.containsAll(chaos.offered)) {
                throw new AssertionError(chaos.open + ", members " + chaos.entered + ", services " + chaos.offered);
            }
        }
        assertThat(chaos.kinds.size())
                .as("kinds of observations: " + chaos.kinds)
                .isGreaterThan(15);
        assertThat(chaos.answered).isGreaterThan(100);
        assertThat(chaos.engine.deadline()).isLessThan(Long.MAX_VALUE);

        chaos.engine.close(chaos.now);
        assertThat(chaos.open).as("links after close").isEmpty();
        assertThat(chaos.settled).as("calls").isEqualTo(chaos.called);
        int outputs = chaos.outputs;
        for (int input = 0; input < 10_000; input++) {
            chaos.input();
        }
        assertThat(chaos.settled).isEqualTo(chaos.called);
        assertThat(chaos.outputs).as("what leaves a closed engine").isEqualTo(outputs);
        assertThat(chaos.engine.deadline()).isEqualTo(Long.MAX_VALUE);
    }
}
