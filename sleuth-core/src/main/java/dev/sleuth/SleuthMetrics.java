package dev.sleuth;

import dev.sleuth.rpc.Observation;
import dev.sleuth.rpc.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What a peer tells a Micrometer registry, from {@link #bindTo} on:
 *
 * <ul>
 *   <li>{@code sleuth.client.calls}: a timer of the calls, by {@code service} and {@code outcome}: the status of the
 *       answer, or the code of {@link dev.sleuth.rpc.SleuthException}
 *   <li>{@code sleuth.server.requests}: a timer of the handler, by {@code status}
 *   <li>{@code sleuth.peers}: a gauge of the peers that have greeted this one
 *   <li>{@code sleuth.exits}: a counter of peers that are gone, by {@code cause}
 *   <li>{@code sleuth.rejected}: a counter of what came in and was not taken, by {@code reason}
 * </ul>
 */
public final class SleuthMetrics implements MeterBinder {
    private final Sleuth sleuth;

    /** The metrics of {@code sleuth}, for one registry. */
    public SleuthMetrics(Sleuth sleuth) {
        this.sleuth = sleuth;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("sleuth.peers", sleuth, peer -> peer.peers().size()).register(registry);
        sleuth.driver().tell(new Meters(registry));
    }

    /** Told by the driver what happens. */
    static final class Meters {
        private final MeterRegistry registry;
        private final Map<String, Counter> rejections = new ConcurrentHashMap<>();

        private Meters(MeterRegistry registry) {
            this.registry = registry;
        }

        void called(String service, Outcome outcome, long nanos) {
            int number = outcome instanceof Outcome.Answered answered
                    ? answered.response().status()
                    : ((Outcome.Failed) outcome).code();
            Timer.builder("sleuth.client.calls")
                    .tag("service", service)
                    .tag("outcome", Integer.toString(number))
                    .register(registry)
                    .record(nanos, TimeUnit.NANOSECONDS);
        }

        void served(int status, long nanos) {
            Timer.builder("sleuth.server.requests")
                    .tag("status", Integer.toString(status))
                    .register(registry)
                    .record(nanos, TimeUnit.NANOSECONDS);
        }

        void observed(Observation observation) {
            if (observation instanceof Observation.Exited exited) {
                String cause = exited.cause().name().toLowerCase(Locale.ROOT);
                Counter.builder("sleuth.exits")
                        .tag("cause", cause)
                        .register(registry)
                        .increment();
            }
        }

        /** By any thread. Of these there may be thousands a second. */
        void rejected(String reason) {
            rejections
                    .computeIfAbsent(
                            reason,
                            word -> Counter.builder("sleuth.rejected")
                                    .tag("reason", word)
                                    .register(registry))
                    .increment();
        }
    }
}
