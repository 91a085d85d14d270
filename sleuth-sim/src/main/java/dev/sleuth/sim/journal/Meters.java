package dev.sleuth.sim.journal;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Mirrors a journal as Micrometer meters; hand it to {@link Journal#listen}. The journal stays what is judged.
 *
 * <ul>
 *   <li>{@code sleuth.sim.calls}: timer, from the planned time, by {@code service}, {@code outcome} ({@code answered}
 *       or {@code failed}) and {@code peer} (who answered or was asked, {@code nobody} if nobody was)
 *   <li>{@code sleuth.sim.enters}: counter; {@code sleuth.sim.exits}: counter by {@code cause}
 *   <li>{@code sleuth.sim.hits}: counter of what faults hit, by {@code step} and {@code what}
 * </ul>
 */
public final class Meters implements Consumer<Entry> {
    private final MeterRegistry registry;

    /** Meters in {@code registry}, which is only added to. */
    public Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void accept(Entry entry) {
        if (entry instanceof Entry.Called call) {
            registry.timer(
                            "sleuth.sim.calls",
                            "service",
                            call.service(),
                            "outcome",
                            call.failed() ? "failed" : "answered",
                            "peer",
                            call.by() == null ? "nobody" : call.by())
                    .record(Math.max(0, call.at() - call.planned()), TimeUnit.NANOSECONDS);
        } else if (entry instanceof Entry.Entered) {
            registry.counter("sleuth.sim.enters").increment();
        } else if (entry instanceof Entry.Exited exited) {
            registry.counter("sleuth.sim.exits", "cause", exited.cause()).increment();
        } else if (entry instanceof Entry.Hit hit) {
            registry.counter("sleuth.sim.hits", "step", String.valueOf(hit.step()), "what", hit.what())
                    .increment((double) hit.times());
        }
    }
}
