package dev.sleuth;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits that an interrupt does not cut short; the flag is set again afterwards. */
final class Uninterrupted {
    private Uninterrupted() {}

    private interface Wait {
        void once() throws InterruptedException;
    }

    static void join(Thread thread) {
        until(thread::join);
    }

    static void await(CountDownLatch latch) {
        until(latch::await);
    }

    /** Returns false if the time is up first. */
    static boolean await(CountDownLatch latch, long nanos) {
        long end = System.nanoTime() + nanos;
        until(() -> latch.await(end - System.nanoTime(), TimeUnit.NANOSECONDS));
        return latch.getCount() == 0;
    }

    private static void until(Wait wait) {
        boolean interrupted = false;
        for (boolean done = false; !done; ) {
            try {
                wait.once();
                done = true;
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
