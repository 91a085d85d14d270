package dev.sleuth;

import dev.sleuth.rpc.Observation;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listener and the log what happens, in order and on a thread of its own: a slow listener delays nobody. */
final class Notifier {
    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
    private static final int MAX_WAITING = 10_000;

    private final @Nullable Consumer<Observation> listener;
    private final ThreadPoolExecutor thread;
    private final AtomicLong dropped = new AtomicLong();

    Notifier(String name, @Nullable Consumer<Observation> listener) {
        this.listener = listener;
        this.thread =
                new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING), task -> {
                    Thread made = new Thread(task, name);
                    made.setDaemon(true);
                    return made;
                });
        thread.allowCoreThreadTimeOut(true);
    }

    void tell(Observation observation) {
        tell(observation, "");
    }

    /** @param logged what the log says of it besides; empty if nothing */
    void tell(Observation observation, String logged) {
        try {
            thread.execute(() -> deliver(observation, logged));
        } catch (RejectedExecutionException full) {
            dropped.incrementAndGet();
        }
    }

    private void deliver(Observation observation, String logged) {
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
            LOG.warn("the listener is slower than what happens: it missed {} observations", lost);
        }
        log(observation);
        if (!logged.isEmpty()) {
            LOG.info("{}", logged);
        }
        if (listener != null) {
            try {
                listener.accept(observation);
            } catch (RuntimeException | Error failure) {
                LOG.warn("the listener failed at {}", observation, failure);
            }
        }
    }

    private static void log(Observation observation) {
        if (observation instanceof Observation.Entered entered) {
            LOG.info("{} entered: {}", entered.member().id().name(), entered.member());
        } else if (observation instanceof Observation.Exited exited) {
            LOG.info("{} is gone ({}): {}", exited.member().id().name(), exited.cause(), exited.member());
        } else {
            LOG.debug("{}", observation);
        }
    }

    /** How much waits to be told. */
    int waiting() {
        return thread.getQueue().size();
    }

    /** Tells what it has been given so far, on its own time. */
    void stop() {
        thread.shutdown();
    }
}
