package dev.sleuth;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
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
 * for a device looks as if it computed; so when nothing has ended for ten looks, those that have hardly had the
 * processor meanwhile are made up for, too. (More threads that do compute would only take the processor from each
 * other, and all be late.)
 */
final class GrowingPool implements Executor {
    static final int MAX_AT_WORK = 256;
    static final int MAX_WAITING = 256;

    private static final int CORES = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final int PATIENCE_LOOKS = 10;
    private static final long IDLE_SECONDS = 2;
    /** Whoever had the processor for this part of the time computes, even if many others did, too. */
    private static final int COMPUTING_PART = 32;

    private static final ThreadMXBean PROCESSOR = ManagementFactory.getThreadMXBean();
    private static final Executor IN_A_MILLISECOND =
            CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS, Runnable::run);

    private final int most;
    private final int few;
    private final ThreadPoolExecutor pool;
    private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger inHand = new AtomicInteger();
    private final LongAdder ended = new LongAdder();
    private final AtomicBoolean watching = new AtomicBoolean();
    /** Touched by the one look at a time. */
    private long endedBefore;

    private int looksWithoutEnd;
    private long stalledSince;

    private volatile boolean growing;

    private final class Worker extends Thread {
        volatile boolean busy;
        /** What it had of the processor when nothing had ended for the first time; the look's. */
        private long processorThen;

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

        void remember() {
            processorThen = PROCESSOR.getThreadCpuTime(getId());
        }

        /** Whether it has been at a task, not blocked, and all the same hardly had the processor since then. */
        boolean idled(long nanos) {
            return busy && !blocked() && PROCESSOR.getThreadCpuTime(getId()) - processorThen < nanos / COMPUTING_PART;
        }
    }

    /** @param most how many tasks are at work at once */
    GrowingPool(String name, int most) {
        this.most = most;
        this.few = Math.min(CORES, most);
        AtomicInteger number = new AtomicInteger();
        this.pool = new ThreadPoolExecutor(
                few,
                most,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(most + MAX_WAITING),
                loop -> new Worker(loop, name + "-" + number.incrementAndGet()));
    }

    /**
     * @throws RejectedExecutionException if as many tasks are at work as may be and 256 wait, or after {@link #stop}
     */
    @Override
    public void execute(Runnable task) {
        int taken = inHand.incrementAndGet();
        try {
            if (taken > most + MAX_WAITING) {
                throw new RejectedExecutionException(most + " tasks are at work and " + MAX_WAITING + " wait");
            }
            pool.execute(() -> perform(task));
        } catch (RejectedExecutionException noRoom) {
            inHand.decrementAndGet();
            throw noRoom;
        }
        if (taken > few) {
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
        if (looksWithoutEnd == 1 && PROCESSOR.isThreadCpuTimeSupported()) {
            stalledSince = System.nanoTime();
            workers.forEach(Worker::remember);
        }
        int wanted = Math.max(few, Math.min(most, wanted(waiting)));
        growing = wanted > pool.getPoolSize();
        pool.setCorePoolSize(wanted);
        watching.set(false);
        if (inHand.get() > few || pool.getCorePoolSize() > few) {
            watch();
        }
    }

    private int wanted(int waiting) {
        if (inHand.get() <= few) {
            return few;
        }
        int wanted = few + (int) workers.stream().filter(Worker::blocked).count();
        if (waiting > 0 && looksWithoutEnd >= PATIENCE_LOOKS) {
            looksWithoutEnd = 0;
            wanted += idling();
        }
        return wanted;
    }

    private int idling() {
        if (!PROCESSOR.isThreadCpuTimeSupported()) {
            return workers.size();
        }
        long nanos = System.nanoTime() - stalledSince;
        return (int) workers.stream().filter(worker -> worker.idled(nanos)).count();
    }

    /** Whether threads were added at the last look: whatever waits will soon have one. */
    boolean isGrowing() {
        return growing;
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
