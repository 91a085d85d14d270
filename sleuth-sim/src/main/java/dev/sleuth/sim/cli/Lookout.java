package dev.sleuth.sim.cli;

import dev.sleuth.rpc.Observation;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Wakes who waits for something on the network whenever something has changed there. */
final class Lookout implements Consumer<Observation> {
    @Override
    public synchronized void accept(Observation seen) {
        notifyAll();
    }

    /**
     * Waits until a peer sees what is waited for.
     *
     * @return false if the time was up first
     */
    synchronized boolean await(Duration longest, BooleanSupplier there) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (!there.getAsBoolean()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }
}
