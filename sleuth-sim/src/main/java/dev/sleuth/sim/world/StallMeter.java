package dev.sleuth.sim.world;

import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Log;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Notices when the machine itself stands still: a thread that sleeps a little over and over, and looks how late it
 * wakes. What happened meanwhile says nothing about the peers.
 */
final class StallMeter implements AutoCloseable {
    private static final long STEP = 5_000_000;
    /** Later than this is worth an entry; a scheduler's ordinary lateness is not. */
    private static final long WORTH_TELLING = 50_000_000;

    private final LongSupplier clock;
    private final Log journal;
    private final Thread thread = new Thread(this::run, "stall-meter");
    private volatile boolean stopped;

    @SuppressWarnings("ThreadPriorityCheck") // To be as little delayed by others as can be, not to be right.
    StallMeter(LongSupplier clock, Log journal) {
        this.clock = clock;
        this.journal = journal;
        thread.setDaemon(true);
        thread.setPriority(Thread.MAX_PRIORITY);
        thread.start();
    }

    private void run() {
        long before = clock.getAsLong();
        while (!stopped) {
            LockSupport.parkNanos(STEP);
            long now = clock.getAsLong();
            if (now - before - STEP > WORTH_TELLING && !stopped) {
                journal.append(new Entry.Stalled(now, now - before - STEP));
            }
            before = now;
        }
    }

    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(thread);
    }
}
