package dev.sleuth.sim.world;

import dev.sleuth.rpc.Request;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * One caller's share of a load, on a thread of its own: each call is sent at its planned time or as soon after as can
 * be.
 */
final class JvmLoad {
    /** Sends one call; never blocks. */
    interface Caller {
        void call(String caller, long planned, String service, Request request, long timeout);
    }

    private final LoadSpec load;
    private final String caller;
    private final LongSupplier clock;
    private final Caller calls;
    private final Request request;
    private final Thread thread;
    private volatile boolean stopped;

    JvmLoad(LoadSpec load, String caller, LongSupplier clock, Caller calls) {
        this.load = load;
        this.caller = caller;
        this.clock = clock;
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
        for (long number = 0; !stopped; number++) {
            long planned = load.from() + (long) (number * (1e9 / load.rate()));
            if (planned >= load.until()) {
                return;
            }
            for (long wait = planned - clock.getAsLong(); wait > 0 && !stopped; wait = planned - clock.getAsLong()) {
                LockSupport.parkNanos(wait);
            }
            if (!stopped) {
                calls.call(caller, planned, load.service(), request, load.timeout());
            }
        }
    }

    /** No call begins any more when this has returned. */
    void stop() throws InterruptedException {
        stopped = true;
        LockSupport.unpark(thread);
        thread.join();
    }
}
