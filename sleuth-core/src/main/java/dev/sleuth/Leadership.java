package dev.sleuth;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who receives: one thread at a time, the leader. While requests come fast and their handlers have shown that they are
 * short, the leader runs the handlers itself, which spares a request the switch to another thread.
 *
 * <p>A handler that takes long after all must not keep the peer from hearing. So the leader is looked at every
 * millisecond: if it is still at the same task at the next look, another thread leads from then on, and the old one
 * ends with its task. The same happens at once when it begins to wait for the peer. Either way trust is lost for a
 * while ({@link Trust}), and handlers run elsewhere.
 */
final class Leadership {
    /** What the leader does. */
    interface Receiver {
        /**
         * Waits for a message and has it done; on the leader's thread.
         *
         * @return false if there is nothing to be received any more
         */
        boolean receive();

        /** The last call, on the last leader's thread. */
        void ended();
    }

    private enum Duty {
        RECEIVING,
        AT_TASK,
        RELIEVED
    }

    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    private static final int LOOKS_BEFORE_SLEEP = 10;
    /** Requests further apart may as well go to another thread; nobody looks then. */
    private static final long CLOSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private static final Executor IN_A_MILLISECOND =
            CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS, Runnable::run);

    private final String name;
    private final Trust trust = new Trust();
    private final AtomicBoolean watching = new AtomicBoolean();
    /** Relieved, and still at their tasks. */
    private final Set<Leader> away = ConcurrentHashMap.newKeySet();

    private final CountDownLatch over = new CountDownLatch(1);
    private @Nullable Receiver receiver;
    private volatile @Nullable Leader current;
    /** When a request came while nobody looked; the leader's. */
    private long cameAt = System.nanoTime() - CLOSE_NANOS;
    /** These two are the watcher's. */
    private int tasksBefore;

    private int looksWithoutTask;

    /** @param name of the threads */
    Leadership(String name) {
        this.name = name;
    }

    void start(Receiver with) {
        receiver = with;
        Leader first = new Leader();
        first.start();
        current = first;
        first.called.complete(true);
    }

    /** Whether it has begun and not ended. */
    boolean isUnderWay() {
        return current != null && over.getCount() > 0;
    }

    /** Waits for the end of the last leader. */
    void awaitEnd() {
        Uninterrupted.await(over);
    }

    /** Interrupts tasks that have been found to take long. */
    void interruptTasks() {
        away.forEach(Thread::interrupt);
    }

    /** Whether the leader takes a task upon itself: the calling thread has to be it, and comes to it when it is out. */
    boolean takes(Runnable task) {
        Leader leader = current;
        if (leader == null
                || Thread.currentThread() != leader
                || leader.task != null
                || !trust.earned()
                || !away.isEmpty()) {
            return false;
        }
        if (!watching.get()) {
            long now = System.nanoTime();
            if (now - cameAt < CLOSE_NANOS) {
                watch();
            }
            cameAt = now;
            return false;
        }
        leader.task = task;
        return true;
    }

    /** To be told how long a handler took, wherever it ran, by the thread that ran it. */
    void took(long nanos) {
        trust.ended(nanos);
    }

    /** To be called by whoever is about to wait for the peer: if it is the leader, it would wait in vain. */
    void standDown() {
        Leader leader = current;
        if (leader != null && Thread.currentThread() == leader && leader.duty.get() == Duty.AT_TASK) {
            relieve(leader);
        }
    }

    private void watch() {
        if (watching.compareAndSet(false, true)) {
            looksWithoutTask = 0;
            IN_A_MILLISECOND.execute(this::look);
        }
    }

    private void look() {
        Leader leader = Objects.requireNonNull(current, "watched before the start");
        int tasks = leader.tasks;
        if (tasks != tasksBefore) {
            tasksBefore = tasks;
            looksWithoutTask = 0;
        } else if (leader.duty.get() == Duty.AT_TASK) {
            relieve(leader);
        } else if (++looksWithoutTask >= LOOKS_BEFORE_SLEEP) {
            watching.set(false);
            // It may have begun with a task meanwhile, having seen that somebody looks.
            if (leader.duty.get() == Duty.AT_TASK) {
                watch();
            }
            return;
        }
        IN_A_MILLISECOND.execute(this::look);
    }

    private void relieve(Leader leader) {
        try {
            Leader next = new Leader();
            next.start();
            away.add(leader);
            boolean relieved = leader.duty.compareAndSet(Duty.AT_TASK, Duty.RELIEVED);
            if (relieved) {
                current = next;
            } else {
                away.remove(leader);
            }
            next.called.complete(relieved);
        } catch (OutOfMemoryError noThread) {
            LOG.warn("no thread could be started to receive while a handler takes long: {}", noThread.getMessage());
        }
    }

    private final class Leader extends Thread {
        /** Whether it is to lead; otherwise it was not needed after all. */
        final CompletableFuture<Boolean> called = new CompletableFuture<>();

        final AtomicReference<Duty> duty = new AtomicReference<>(Duty.RECEIVING);
        /** What it has taken upon itself; its own. */
        @Nullable
        Runnable task;
        /** How many it has begun; written by itself. */
        volatile int tasks;

        Leader() {
            super(name);
            setDaemon(true);
        }

        @Override
        public void run() {
            if (!called.join()) {
                return;
            }
            Receiver from = Objects.requireNonNull(receiver, "led before the start");
            while (from.receive()) {
                Runnable taken = task;
                if (taken != null && !perform(taken)) {
                    return;
                }
            }
            from.ended();
            over.countDown();
        }

        /** Returns whether it still leads afterwards. */
        @SuppressWarnings("NonAtomicVolatileUpdate") // Nobody else writes it.
        private boolean perform(Runnable taken) {
            task = null;
            tasks = tasks + 1;
            duty.set(Duty.AT_TASK);
            if (!watching.get()) {
                watch();
            }
            try {
                taken.run();
            } catch (RuntimeException | Error failure) {
                LOG.error("a task failed on {}; please report this", name, failure);
            }
            if (duty.compareAndSet(Duty.AT_TASK, Duty.RECEIVING)) {
                return true;
            }
            away.remove(this);
            return false;
        }
    }
}
