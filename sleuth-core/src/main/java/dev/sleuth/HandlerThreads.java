package dev.sleuth;

import dev.sleuth.rpc.SleuthException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;

/** On which threads a peer's handler runs. */
public final class HandlerThreads {
    /** What runs one peer's handlers, and ends with the peer. */
    interface Running extends Executor {
        /** To be told how long a handler took, by the thread that ran it. */
        default void took(long nanos) {}

        void stop();
    }

    private static final ThreadLocal<Boolean> INLINE = new ThreadLocal<>();

    private final BiFunction<String, Leadership, Running> starter;

    private HandlerThreads(BiFunction<String, Leadership, Running> starter) {
        this.starter = starter;
    }

    /**
     * The default: a pool of few threads that grows while handlers wait, to at most 256 at work and 256 waiting.
     *
     * <p>While many requests come and the handler takes microseconds, the thread that received a request runs the
     * handler itself. When it takes longer after all, or calls a service, another thread goes on receiving.
     */
    public static HandlerThreads pool() {
        return new HandlerThreads((name, leadership) -> new Pooled(new GrowingPool(name), leadership));
    }

    /**
     * A virtual thread for each request, at most 512 at once.
     *
     * @throws SleuthException 904 if the JDK has none: they came with JDK 21
     */
    public static HandlerThreads virtual() {
        ExecutorService perTask = virtualThreadPerTask();
        return new HandlerThreads((name, leadership) -> {
            Semaphore room = new Semaphore(GrowingPool.MAX_AT_WORK + GrowingPool.MAX_WAITING);
            return running(task -> perTask.execute(within(room, task)));
        });
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

    /** The application's own executor. What it rejects is answered with 503. It is not shut down with the peer. */
    public static HandlerThreads of(Executor executor) {
        return new HandlerThreads((name, leadership) -> running(executor));
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
        public void took(long nanos) {
            leadership.took(nanos);
        }

        @Override
        public void stop() {
            pool.stopNow();
            leadership.interruptTasks();
        }
    }

    private static Runnable within(Semaphore room, Runnable task) {
        if (!room.tryAcquire()) {
            throw new RejectedExecutionException("all virtual threads for handlers are taken");
        }
        return () -> {
            try {
                task.run();
            } finally {
                room.release();
            }
        };
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
