package dev.sleuth;

import dev.sleuth.rpc.Admission;
import dev.sleuth.rpc.SleuthException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;

/** On which threads a peer's handler runs. */
public final class HandlerThreads {
    /** What runs one peer's handlers, and ends with the peer. */
    interface Running extends Executor {
        /** To be told how long a handler took, by the thread that ran it. */
        default void took(long nanos) {}

        /** Whether there are more and more threads at the moment, so that a queue is no sign of too much work. */
        default boolean isGrowing() {
            return false;
        }

        void stop();
    }

    private static final ThreadLocal<Boolean> INLINE = new ThreadLocal<>();

    /** How long a request waits for its turn at most, if nothing else is said. */
    static final Duration LONGEST_WAIT = Duration.ofMillis(100);

    private static final int MOST_AT_WORK = 10_000;
    private static final int MOST_VIRTUAL = 512;

    private final BiFunction<String, Leadership, Running> starter;
    /** How many requests may be in hand, waiting or at work. */
    private final int most;
    /** How many of them may be waiting. */
    private final int mostWaiting;

    private final Duration longestWait;

    private HandlerThreads(
            BiFunction<String, Leadership, Running> starter, int most, int mostWaiting, Duration longestWait) {
        this.starter = starter;
        this.most = most;
        this.mostWaiting = mostWaiting;
        this.longestWait = longestWait;
    }

    /**
     * The default: a pool of few threads that grows while handlers wait, to at most 256 at work and 256 waiting.
     *
     * @see #pool(int)
     */
    public static HandlerThreads pool() {
        return pool(GrowingPool.MAX_AT_WORK);
    }

    /**
     * A pool of few threads that grows while handlers wait, to at most {@code atWork}, with 256 requests waiting.
     *
     * <p>While many requests come and the handler takes microseconds, the thread that received a request runs the
     * handler itself. When it takes longer after all, or calls a service, another thread goes on receiving.
     *
     * @param atWork how many requests are at work at once, 1 to 10,000. Fewer than 256 make sense if each of them needs
     *     something that is scarce: a connection to a database, much memory
     * @throws SleuthException 904 if it is none of these
     */
    public static HandlerThreads pool(int atWork) {
        if (atWork < 1 || atWork > MOST_AT_WORK) {
            throw new SleuthException(
                    SleuthException.INITIALIZE,
                    "from 1 to " + MOST_AT_WORK + " requests are at work at once, not " + atWork);
        }
        return new HandlerThreads(
                (name, leadership) -> new Pooled(new GrowingPool(name, atWork), leadership),
                atWork + GrowingPool.MAX_WAITING,
                atWork + GrowingPool.MAX_WAITING,
                LONGEST_WAIT);
    }

    /**
     * A virtual thread for each request, at most 512 at once.
     *
     * @throws SleuthException 904 if the JDK has none: they came with JDK 21
     */
    public static HandlerThreads virtual() {
        ExecutorService perTask = virtualThreadPerTask();
        return new HandlerThreads((name, leadership) -> running(perTask), MOST_VIRTUAL, MOST_VIRTUAL, LONGEST_WAIT);
    }

    /**
     * The thread that received the request: nothing else is received meanwhile. Only for handlers that take
     * microseconds and call nobody: a call from such a handler fails with 934.
     */
    public static HandlerThreads inline() {
        return of(task -> {
            INLINE.set(true);
            try {
                task.run();
            } finally {
                INLINE.remove();
            }
        });
    }

    /**
     * The application's own executor. What it rejects is answered with 503, and so is what comes while 256 requests
     * wait in it. It is not shut down with the peer.
     */
    public static HandlerThreads of(Executor executor) {
        return new HandlerThreads(
                (name, leadership) -> running(executor), Integer.MAX_VALUE, GrowingPool.MAX_WAITING, LONGEST_WAIT);
    }

    /**
     * The same with another limit for how long a request waits for its turn; 100 ms if nothing is said. A request that
     * would wait for longer, going by how fast those before it had their turns, is answered with 503 at once. One that
     * has waited five times as long nevertheless is, too, when its turn comes, if others wait behind it.
     *
     * <p>It should be well below the time after which callers give up: what is done after that is done for nobody.
     *
     * @param other from a millisecond to an hour
     * @throws SleuthException 904 if it is shorter or longer
     */
    public HandlerThreads withLongestWait(Duration other) {
        if (other.compareTo(Duration.ofMillis(1)) < 0 || other.compareTo(Duration.ofHours(1)) > 0) {
            throw new SleuthException(
                    SleuthException.INITIALIZE,
                    "a request waits for its turn for a millisecond to an hour at most, not " + other);
        }
        return new HandlerThreads(starter, most, mostWaiting, other);
    }

    /** What decides which requests are taken, for one peer. */
    Admission admission() {
        return new Admission(most, mostWaiting, longestWait.toNanos());
    }

    /** Whether the calling thread runs a handler inline right now. */
    static boolean isInline() {
        return INLINE.get() != null;
    }

    /** @param leadership of the peer, which may take handlers upon itself */
    Running start(String name, Leadership leadership) {
        return starter.apply(name, leadership);
    }

    private static Running running(Executor executor) {
        return new Running() {
            @Override
            public void execute(Runnable task) {
                executor.execute(task);
            }

            @Override
            public void stop() {
                // It is not ours.
            }
        };
    }

    private record Pooled(GrowingPool pool, Leadership leadership) implements Running {
        @Override
        public void execute(Runnable task) {
            if (!leadership.takes(task)) {
                pool.execute(task);
            }
        }

        @Override
        public boolean isGrowing() {
            return pool.isGrowing();
        }

        @Override
        public void took(long nanos) {
            leadership.took(nanos);
        }

        @Override
        public void stop() {
            pool.stopNow();
            leadership.interruptTasks();
        }
    }

    private static ExecutorService virtualThreadPerTask() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException none) {
            throw new SleuthException(
                    SleuthException.INITIALIZE,
                    "this JDK (" + System.getProperty("java.version")
                            + ") has no virtual threads; use JDK 21 or newer, or pool()");
        }
    }
}
