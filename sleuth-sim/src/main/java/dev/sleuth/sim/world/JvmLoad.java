package dev.sleuth.sim.world;

import dev.sleuth.rpc.Request;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One caller's share of a load, on a thread of its own: each call is sent at its planned time or as soon after as can
 * be.
 */
final class JvmLoad {
    /** Sends one call; never blocks. */
    interface Caller {
        /**
         * Returns whether it was sent.
         *
         * @param ended told when it ends whether it was answered well, if it was sent. One whose caller is ended
         *     meanwhile may never end
         */
        boolean call(String caller, long planned, LoadSpec load, Request request, Consumer<Boolean> ended);
    }

    private static final long HUNDREDTH = 10;
    private static final Executor LATER =
            CompletableFuture.delayedExecutor(HUNDREDTH, TimeUnit.MILLISECONDS, Runnable::run);

    private final LoadSpec load;
    private final String caller;
    private final LongSupplier clock;
    private final Caller calls;
    private final Capacities capacities;
    private final Request request;
    private final Thread thread;
    private volatile boolean stopped;

    JvmLoad(LoadSpec load, String caller, LongSupplier clock, Capacities capacities, Caller calls) {
        this.load = load;
        this.caller = caller;
        this.clock = clock;
        this.capacities = capacities;
        this.calls = calls;
        this.request =
                Request.of(load.method(), "sleuth://" + load.service() + "/").withBody(new byte[load.bodyBytes()]);
        this.thread = new Thread(this::run, "load-" + caller);
        thread.setDaemon(true);
        thread.start();
    }

    /** How long each call waits for its answer, in nanoseconds. */
    long timeout() {
        return load.timeout();
    }

    private void run() {
        await(load.from());
        if (load.pace() instanceof Pace.Full full) {
            flatOut(full.atOnce());
        } else if (load.pace() instanceof Pace.Times times) {
            steady(times.factor() * capacities.perSecond(caller, load.service()));
        } else {
            steady(((Pace.Rate) load.pace()).perSecond());
        }
    }

    private void await(long time) {
        for (long wait = time - clock.getAsLong(); wait > 0 && !stopped; wait = time - clock.getAsLong()) {
            LockSupport.parkNanos(wait);
        }
    }

    /** Without a rate, because nothing was answered when it was measured, nothing is called. */
    private void steady(double rate) {
        for (long number = 0; !stopped && rate > 0; number++) {
            long planned = load.from() + (long) (number * (1e9 / rate));
            if (planned >= load.until()) {
                return;
            }
            await(planned);
            if (!stopped) {
                calls.call(caller, planned, load, request, well -> {});
            }
        }
    }

    private void flatOut(int atOnce) {
        capacities.begin(load, caller);
        Semaphore places = new Semaphore(atOnce);
        while (takePlace(places)) {
            boolean sent = calls.call(caller, clock.getAsLong(), load, request, well -> ended(places, well));
            if (!sent) {
                LATER.execute(places::release);
            }
        }
    }

    private void ended(Semaphore places, boolean well) {
        if (well) {
            capacities.answered(clock.getAsLong(), load, caller);
            places.release();
        } else {
            LATER.execute(places::release);
        }
    }

    /**
     * Waits for a call to end, but not for ever: whoever calls may have been ended with its calls. False at the end.
     */
    private boolean takePlace(Semaphore places) {
        long since = clock.getAsLong();
        while (!stopped && clock.getAsLong() < load.until()) {
            try {
                if (places.tryAcquire(HUNDREDTH, TimeUnit.MILLISECONDS) || clock.getAsLong() - since > load.timeout()) {
                    return true;
                }
            } catch (InterruptedException nobodyDoes) {
                return false;
            }
        }
        return false;
    }

    /** No call begins any more when this has returned. */
    void stop() throws InterruptedException {
        stopped = true;
        LockSupport.unpark(thread);
        thread.join();
    }
}
