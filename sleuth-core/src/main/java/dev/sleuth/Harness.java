package dev.sleuth;

import dev.sleuth.rpc.Intake;
import dev.sleuth.rpc.Observation;
import dev.sleuth.rpc.Outcome;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.SleuthException;
import dev.sleuth.zre.PeerId;
import dev.sleuth.zre.Wires;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
        return join(config, id, clock, wrap, UnaryOperator.identity(), witness);
    }

    /**
     * Joins as above, with the connections that the peer makes going through a decorator too.
     *
     * @param wires makes the decorator, before the other one is made; it is used inside the peer's exclusion
     */
    public static Sleuth join(
            SleuthConfig config,
            PeerId id,
            LongSupplier clock,
            UnaryOperator<Intake> wrap,
            UnaryOperator<Wires> wires,
            Consumer<Observation> witness) {
        return Sleuth.join(config, new Hooks(id, clock, wrap, wires, witness));
    }

    /**
     * Breaks a connection that a peer has made, as if somebody on the way had: what has not left never will. To be
     * called inside the peer's exclusion.
     *
     * @param wires what the peer's decorator was made of
     * @return false if there is no such connection
     */
    public static boolean cut(Wires wires, long link) {
        return wires instanceof Cables cables && cables.links().cut(link);
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

    /**
     * Where a peer of this config would live, as a peer itself decides it.
     *
     * @param wanted names, addresses, or {@code *} for all that can multicast
     * @param variable the environment variable that says so; null if it was not the environment
     * @param addresses the IPv4 addresses that it would use, in digits; empty if there is a problem
     * @param problem why it could not join, in words; null if it could
     */
    public record Lodging(
            List<String> wanted,
            @Nullable String variable,
            List<String> addresses,
            @Nullable String problem) {}

    /** Where a peer of this config would live now. */
    public static Lodging lodging(SleuthConfig config, UnaryOperator<@Nullable String> environment) {
        InterfaceChoice choice = InterfaceChoice.of(config.interfaces(), environment);
        try {
            List<String> addresses = choice.atStart(Surroundings.now()).stream()
                    .map(NetworkPlace::host)
                    .collect(Collectors.toUnmodifiableList());
            return new Lodging(choice.wanted(), choice.variable(), addresses, null);
        } catch (SleuthException none) {
            return new Lodging(choice.wanted(), choice.variable(), List.of(), none.getMessage());
        }
    }
}
