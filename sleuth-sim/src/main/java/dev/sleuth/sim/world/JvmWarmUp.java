package dev.sleuth.sim.world;

import dev.sleuth.Harness;
import dev.sleuth.Sleuth;
import dev.sleuth.SleuthConfig;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Has this JVM load and compile what peers do, before the clock of a run begins: the first peers of a JVM take hundreds
 * of milliseconds to start, and that says nothing about a network of them.
 */
final class JvmWarmUp {
    private static final int CALLS = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long GLANCE = 1_000_000;

    private JvmWarmUp() {}

    /**
     * Lets two peers of a group of their own find and call each other, and one of them notice that the other is gone.
     */
    static void run(SleuthConfig base) {
        SleuthConfig apart = base.withGroup(base.group() + "-warm-up").withTimeout(PATIENCE);
        try (Sleuth service = Sleuth.join(apart.withService("warm-up", request -> Response.ok(request.body())));
                Sleuth caller = Sleuth.join(apart)) {
            caller.waitFor(PATIENCE, "warm-up");
            for (int i = 0; i < CALLS; i++) {
                caller.send(Request.of("PUT", "sleuth://warm-up/")
                        .withBody(service.id().name()));
            }
            Harness.abort(service);
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!caller.peers().isEmpty() && System.nanoTime() < end) {
                LockSupport.parkNanos(GLANCE);
            }
        }
    }
}
