package dev.sleuth;

import dev.sleuth.rpc.Intake;
import dev.sleuth.rpc.Observation;
import dev.sleuth.rpc.Outcome;
import dev.sleuth.rpc.Request;
import dev.sleuth.zre.PeerId;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * What a test harness does to a peer and an application never should. Not part of the API: it may change with any
 * version.
 */
public final class Harness {
    private Harness() {}

    /**
     * Joins with a given identity and clock, with everything that comes into the engine going through a decorator, and
     * with a witness of what happens.
     *
     * @param clock in nanoseconds, monotonic, not negative
     * @param wrap makes the decorator; it is entered inside the peer's exclusion
     * @param witness told each observation inside the peer's exclusion, at once: it must be quick and call nobody back
     */
    public static Sleuth join(
            SleuthConfig config,
            PeerId id,
            LongSupplier clock,
            UnaryOperator<Intake> wrap,
            Consumer<Observation> witness) {
        return Sleuth.join(config, new Hooks(id, clock, wrap, witness));
    }

    /** Ends a peer without a goodbye, as {@code kill -9} would. */
    public static void abort(Sleuth sleuth) {
        sleuth.abort();
    }

    /**
     * Calls a service and tells who answered or was asked, which {@link Sleuth#sendAsync} does not.
     *
     * @param listener told once, on a thread of the peer's own
     */
    public static void call(Sleuth sleuth, Request request, Duration timeout, Consumer<Outcome> listener) {
        sleuth.call(request, timeout, listener);
    }

    /** Has something done inside the peer's exclusion, where the decorator may be touched. */
    public static void inside(Sleuth sleuth, Runnable step) {
        sleuth.driver().enter(step);
    }
}
