package dev.sleuth.sim.world;

import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Log;
import dev.sleuth.sim.world.Troubles.Active;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** What a peer's handler does in every world: it echoes, unless troubles make it slow or let it fail. Any thread. */
final class EchoService {
    /**
     * What comes of a request.
     *
     * @param delay how much longer than usual it takes, in nanoseconds
     * @param computing whether it computes for so long, rather than wait
     */
    record Work(long delay, boolean computing, Response response) {}

    private static final ThreadMXBean PROCESSOR = ManagementFactory.getThreadMXBean();

    private final String peer;
    private final Troubles troubles;
    private final Log journal;
    private final HitMeter hits;
    private final Dice luck;

    EchoService(String peer, Troubles troubles, Log journal) {
        this.peer = peer;
        this.troubles = troubles;
        this.journal = journal;
        this.hits = new HitMeter(journal);
        this.luck = troubles.luck(peer, "handlers");
    }

    /** Decides what comes of a request that is carried out now. */
    synchronized Work work(long now, Request request) {
        Entry.Executed executed = CallMark.executed(now, peer, request);
        if (executed != null) {
            journal.append(executed);
        }
        hits.closeWindow(now);
        if (troubles.none()) {
            return new Work(0, false, Response.ok(request.body()));
        }
        Active slow = troubles.handlers(Trouble.SlowHandlers.class, now, peer);
        long delay = 0;
        boolean computing = false;
        if (slow != null) {
            delay = ((Trouble.SlowHandlers) slow.trouble()).delay();
            computing = ((Trouble.SlowHandlers) slow.trouble()).computing();
            hits.count(now, slow.step(), "requests to " + peer + " slowed down", 1);
        }
        Active failing = troubles.handlers(Trouble.FailingHandlers.class, now, peer);
        if (failing != null && luck.fraction() < ((Trouble.FailingHandlers) failing.trouble()).chance()) {
            hits.count(now, failing.step(), "requests to " + peer + " failed", 1);
            return new Work(delay, computing, Response.of(500));
        }
        return new Work(delay, computing, Response.ok(request.body()));
    }

    /** Does it in real time. */
    Response handle(LongSupplier clock, Request request) {
        long begun = clock.getAsLong();
        Work work = work(begun, request);
        if (work.computing()) {
            compute(work.delay());
            return work.response();
        }
        for (long left = work.delay(); left > 0; left = begun + work.delay() - clock.getAsLong()) {
            LockSupport.parkNanos(left);
        }
        return work.response();
    }

    /** Whether a request that is carried out now computes for longer than usual. */
    boolean computes(long now) {
        if (troubles.none()) {
            return false;
        }
        Active slow = troubles.handlers(Trouble.SlowHandlers.class, now, peer);
        return slow != null && ((Trouble.SlowHandlers) slow.trouble()).computing();
    }

    /** Takes so much of a processor's time, however long that takes. */
    private static void compute(long nanos) {
        long until = PROCESSOR.getCurrentThreadCpuTime() + nanos;
        while (PROCESSOR.getCurrentThreadCpuTime() < until) {
            Thread.onSpinWait();
        }
    }

    /** Writes down what was counted so far. */
    synchronized void finish(long now) {
        hits.write(now);
    }
}
