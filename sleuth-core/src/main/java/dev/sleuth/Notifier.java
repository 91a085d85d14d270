package dev.sleuth;

import dev.sleuth.rpc.Observation;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listener and the log what happens, in order and on a thread of its own: slow ones delay nobody. */
final class Notifier {
    /** So much may wait of what happens. */
    private static final int MAX_WAITING = 10_000;
    /** While more than that waits, calls do not get into the log: they must not displace what the listener hears. */
    static final int MAX_WAITING_FOR_CALLS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

    private final @Nullable Consumer<Observation> listener;
    private final Scribe scribe = new Scribe();
    private final Complaints complaints = new Complaints(LOG, System::nanoTime);
    private final ThreadPoolExecutor thread;
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong unsaidCalls = new AtomicLong();

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

    /**
     * Has the log told of a call, if it keeps up.
     *
     * @param said asked at once, or never: what it is made of may be large, and must not wait
     */
    void tellOfCall(Supplier<String> said) {
        if (!Scribe.wantsCalls()) {
            return;
        }
        if (waiting() >= MAX_WAITING_FOR_CALLS) {
            unsaidCalls.incrementAndGet();
            return;
        }
        String line = said.get();
        try {
            thread.execute(() -> {
                scribe.call(line);
                long unsaid = unsaidCalls.getAndSet(0);
                if (unsaid > 0) {
                    scribe.callsUnsaid(unsaid);
                }
            });
        } catch (RejectedExecutionException full) {
            unsaidCalls.incrementAndGet();
        }
    }

    private void deliver(Observation observation, String logged) {
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
            LOG.warn("the listener is slower than what happens: it missed {} observations", lost);
        }
        scribe.happened(observation);
        if (!logged.isEmpty()) {
            scribe.rejected(logged);
        }
        if (listener != null) {
            try {
                listener.accept(observation);
            } catch (RuntimeException | Error failure) {
                complaints.warn(failure, "the listener failed at {}", observation);
            }
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
