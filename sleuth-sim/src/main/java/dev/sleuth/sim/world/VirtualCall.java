package dev.sleuth.sim.world;

import dev.sleuth.rpc.Call;
import java.util.function.Consumer;

/** A call that the load has planned. */
final class VirtualCall extends Call {
    /** When it was to be sent, in nanoseconds since the start. */
    final long planned;
    /** From 0, counted per caller. */
    final long number;
    /** Told whether it was answered well. */
    final Consumer<Boolean> ended;

    VirtualCall(
            long handle,
            String service,
            byte[] payload,
            long deadline,
            boolean repeatable,
            long planned,
            long number,
            Consumer<Boolean> ended) {
        super(handle, service, payload, deadline, repeatable);
        this.planned = planned;
        this.number = number;
        this.ended = ended;
    }
}
