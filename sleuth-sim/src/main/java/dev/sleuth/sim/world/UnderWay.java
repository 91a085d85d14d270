package dev.sleuth.sim.world;

import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls that have begun and not ended. For any number of threads. */
final class UnderWay {
    private static final Logger LOG = LoggerFactory.getLogger(UnderWay.class);
    /** How long after its timeout a call may still be on its way to the journal, in nanoseconds. */
    private static final long AFTER_TIMEOUT = 2_000_000_000;

    private final Phaser calls = new Phaser(1);

    void begin() {
        calls.register();
    }

    void end() {
        calls.arriveAndDeregister();
    }

    /**
     * Waits for them, once. Calls end by their timeouts at the latest; those of a caller that is frozen to the end do
     * not, and are let go.
     *
     * @param timeout the longest of them, in nanoseconds
     */
    void await(long timeout) throws InterruptedException {
        try {
            calls.awaitAdvanceInterruptibly(calls.arrive(), timeout + AFTER_TIMEOUT, TimeUnit.NANOSECONDS);
        } catch (TimeoutException frozen) {
            LOG.debug("{} calls are let go", calls.getUnarrivedParties());
        }
    }
}
