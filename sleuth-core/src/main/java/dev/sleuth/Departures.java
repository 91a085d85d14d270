package dev.sleuth;

import dev.sleuth.rpc.Intake;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * How a peer ends, on a thread of its own, which nobody interrupts; and who waits for that, or for it to be drained.
 */
final class Departures {
    /** The engine goes by itself when its grace is over. Beyond that it stands still, as the peer of a harness may. */
    private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String name;
    private final Intake intake;
    private final LongSupplier clock;
    private final Consumer<Runnable> inside;
    private final Endings endings;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CountDownLatch left = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    /** Who waits until it is drained. Inside the turnstile only. */
    private final List<CompletableFuture<Boolean>> draining = new ArrayList<>();

    /**
     * @param name of the thread
     * @param inside has something done inside the turnstile
     * @param endings end everything but the engine
     */
    Departures(String name, Intake intake, LongSupplier clock, Consumer<Runnable> inside, Endings endings) {
        this.name = name;
        this.intake = intake;
        this.clock = clock;
        this.inside = inside;
        this.endings = endings;
    }

    /** Whether it ends or has ended. */
    boolean isBegun() {
        return begun.get();
    }

    /**
     * Begins the end; returns false if it has begun before.
     *
     * @param grace how long what is in hand may take, in nanoseconds
     */
    boolean begin(long grace) {
        if (!begun.compareAndSet(false, true)) {
            return false;
        }
        new Thread(() -> end(grace), name).start();
        return true;
    }

    private void end(long grace) {
        inside.accept(() -> intake.leave(clock.getAsLong(), grace));
        if (!Uninterrupted.await(left, grace < Long.MAX_VALUE - LATE_NANOS ? grace + LATE_NANOS : grace)) {
            CountDownLatch said = new CountDownLatch(1);
            inside.accept(() -> {
                try {
                    intake.close(clock.getAsLong());
                } finally {
                    said.countDown();
                }
            });
            Uninterrupted.await(said);
        }
        endings.run();
        ended.countDown();
    }

    /** Whether goodbye is said. */
    boolean hasLeft() {
        return left.getCount() == 0;
    }

    /** Whether it has ended. */
    boolean isOver() {
        return ended.getCount() == 0;
    }

    void awaitEnd() {
        Uninterrupted.await(ended);
    }

    /** Is not offered any more; completes with whether all that was in hand is done, false if it is resumed before. */
    CompletableFuture<Boolean> drain() {
        CompletableFuture<Boolean> drained = new CompletableFuture<>();
        inside.accept(() -> {
            if (hasLeft()) { // It went after whoever wants this had looked.
                drained.complete(false);
            } else {
                draining.add(drained);
                intake.drain(clock.getAsLong());
            }
        });
        return drained;
    }

    /** Is offered again. */
    void resume() {
        inside.accept(() -> {
            complete(false);
            intake.resume(clock.getAsLong());
        });
    }

    /** The engine is drained. */
    void drained() {
        complete(true);
    }

    /** The engine has said goodbye. */
    void closed() {
        left.countDown();
        complete(false);
    }

    private void complete(boolean drained) {
        draining.forEach(one -> one.complete(drained));
        draining.clear();
    }
}
