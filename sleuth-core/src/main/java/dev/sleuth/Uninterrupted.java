package dev.sleuth;

import java.util.concurrent.CountDownLatch;

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
