package dev.sleuth;

import dev.sleuth.rpc.Intake;
import dev.sleuth.rpc.Observation;
import dev.sleuth.zre.PeerId;
import dev.sleuth.zre.Wires;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * What a harness decides about a peer in place of the runtime.
 *
 * @param id who it is
 * @param clock in nanoseconds, monotonic, not negative
 * @param wrap decorates the engine's ways in; the decorator is entered inside the turnstile
 * @param wires decorates the engine's connections; used inside the turnstile
 * @param witness told each observation inside the turnstile, at once
 */
record Hooks(
        PeerId id,
        LongSupplier clock,
        UnaryOperator<Intake> wrap,
        UnaryOperator<Wires> wires,
        Consumer<Observation> witness) {
    /** A new identity, the system's clock, and nothing in between. */
    static Hooks none() {
        long start = System.nanoTime();
        return new Hooks(
                PeerId.of(UUID.randomUUID()),
                () -> System.nanoTime() - start,
                UnaryOperator.identity(),
                UnaryOperator.identity(),
                observation -> {});
    }
}
