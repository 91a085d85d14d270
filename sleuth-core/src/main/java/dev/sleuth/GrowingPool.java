package dev.sleuth;

import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Few threads while tasks compute, many while they wait for something. A pool with a thread for each task in hand would
 * spend its time switching between them; a fixed small one would stand still as soon as its tasks call other services.
 *
 * <p>So a thread pool of the JDK begins with as many threads as there are cores, and while tasks wait it is looked at
 * every millisecond: threads that are blocked within their task do not count, and are made up for. A thread that waits
 * for a device looks as if it computed; so when nothing has ended for ten looks, there is a thread for everything that
 * waits.
 */
final class GrowingPool implements Executor {
    static final int MAX_AT_WORK = 256;
    static final int MAX_WAITING = 256;

    private static final int FEW = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final int PATIENCE_LOOKS = 10;
    private static final long IDLE_SECONDS = 2;
    private static final Executor IN_A_MILLISECOND =
            CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS, Runnable::run);

    private final ThreadPoolExecutor pool;
    private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger inHand = new AtomicInteger();
    private final LongAdder ended = new LongAdder();
    private final AtomicBoolean watching = new AtomicBoolean();
    /** Touched by the one look at a time. */
    private long endedBefore;

    private int looksWithoutEnd;

    private final class Worker extends Thread {
        volatile boolean busy;

        Worker(Runnable loop, String name) {
            super(loop, name);
            setDaemon(true);
        }

        @Override
        public void run() {
            workers.add(this);
            try {
                super.run();
            } finally {
                workers.remove(this);
            }
        }

        boolean blocked() {
            return busy && getState() != State.RUNNABLE;
        }
    }

    GrowingPool(String name) {
        AtomicInteger number = new AtomicInteger();
        this.pool = new ThreadPoolExecutor(
                FEW,
                MAX_AT_WORK,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING),
                loop -> new Worker(loop, name + "-" + number.incrementAndGet()));
    }

    /** @throws RejectedExecutionException if 256 tasks are at work and 256 wait, or after {@link #stop} */
    @Override
    public void execute(Runnable task) {
        // When the queue is full the pool itself adds a thread, up to the maximum.
        pool.execute(() -> perform(task));
        if (inHand.incrementAndGet() > FEW) {
            watch();
        }
    }

    private void perform(Runnable task) {
        Worker worker = (Worker) Thread.currentThread();
        worker.busy = true;
        try {
            task.run();
        } finally {
            worker.busy = false;
            inHand.decrementAndGet();
            ended.increment();
        }
    }

    private void watch() {
        if (!watching.get() && watching.compareAndSet(false, true)) {
            IN_A_MILLISECOND.execute(this::look);
        }
    }

    private void look() {
        int waiting = pool.getQueue().size();
        long now = ended.sum();
        looksWithoutEnd = now == endedBefore ? looksWithoutEnd + 1 : 0;
        endedBefore = now;
        pool.setCorePoolSize(Math.max(FEW, Math.min(MAX_AT_WORK, wanted(waiting))));
        watching.set(false);
        if (inHand.get() > FEW || pool.getCorePoolSize() > FEW) {
            watch();
        }
    }

    private int wanted(int waiting) {
        if (inHand.get() <= FEW) {
            return FEW;
        }
        if (waiting > 0 && looksWithoutEnd >= PATIENCE_LOOKS) {
            return pool.getPoolSize() + waiting;
        }
        return FEW + (int) workers.stream().filter(Worker::blocked).count();
    }

    /** How many tasks were taken and have neither ended nor been dropped. */
    int inHand() {
        return inHand.get();
    }

    /** Takes nothing more, and ends the threads when all that it has taken is done. */
    void stop() {
        pool.shutdown();
    }

    /** Takes nothing more, interrupts what is at work, and drops what waits. */
    void stopNow() {
        // What is dropped is in nobody's hand any more; otherwise its end would be watched for for ever.
        inHand.addAndGet(-pool.shutdownNow().size());
    }
}
