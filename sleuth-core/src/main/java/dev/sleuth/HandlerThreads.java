package dev.sleuth;

import dev.sleuth.rpc.SleuthException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** On which threads a peer's handler runs. */
public final class HandlerThreads {
    /** What runs one peer's handlers, and ends with the peer. */
    interface Running extends Executor {
        void stop();
    }

    private static final ThreadLocal<Boolean> INLINE = new ThreadLocal<>();

    private final Function<String, Running> starter;

    private HandlerThreads(Function<String, Running> starter) {
        this.starter = starter;
    }

    /** The default: a pool of few threads that grows while handlers wait, to at most 256 at work and 256 waiting. */
    public static HandlerThreads pool() {
        return new HandlerThreads(name -> {
            GrowingPool pool = new GrowingPool(name);
            return running(pool, pool::stopNow);
        });
    }

    /**
     * A virtual thread for each request, at most 512 at once.
     *
     * @throws SleuthException 904 if the JDK has none: they came with JDK 21
     */
    public static HandlerThreads virtual() {
        ExecutorService perTask = virtualThreadPerTask();
        return new HandlerThreads(name -> {
            Semaphore room = new Semaphore(GrowingPool.MAX_AT_WORK + GrowingPool.MAX_WAITING);
            return running(task -> perTask.execute(within(room, task)), () -> {});
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
        return new HandlerThreads(name -> running(executor, () -> {}));
    }

    /** Whether the calling thread runs a handler inline right now. */
    static boolean isInline() {
        return INLINE.get() != null;
    }

    Running start(String name) {
        return starter.apply(name);
    }

    private static Running running(Executor executor, Runnable stop) {
        return new Running() {
            @Override
            public void execute(Runnable task) {
                executor.execute(task);
            }

            @Override
            public void stop() {
                stop.run();
            }
        };
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
