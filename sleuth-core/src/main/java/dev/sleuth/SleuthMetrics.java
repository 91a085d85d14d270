package dev.sleuth;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a peer tells a Micrometer registry: calls and requests with their times, who is there and how soon it was
 * noticed who is not, beacons, what was not taken, and what waits. docs/metrics.md has all names, tags and units.
 *
 * <pre>{@code
 * new SleuthMetrics(sleuth).bindTo(registry);
 * }</pre>
 *
 * <p>Counters count from the beginning of the peer, timers from {@link #bindTo} on. However many methods, statuses and
 * services others think of, there is a bounded number of meters. For any number of threads.
 */
public final class SleuthMetrics implements MeterBinder, AutoCloseable {
    private record Bound(MeterRegistry registry, Registered registered, Meters meters) {}

    private final Sleuth sleuth;
    private final Tags tags;
    private final List<Bound> bound = new ArrayList<>();

    /** The metrics of {@code sleuth}. */
    public SleuthMetrics(Sleuth sleuth) {
        this(sleuth, List.of());
    }

    /**
     * The metrics of {@code sleuth}, where one registry has several peers.
     *
     * @param tags of each meter, to tell this peer from the others
     */
    public SleuthMetrics(Sleuth sleuth, Iterable<Tag> tags) {
        this.sleuth = sleuth;
        this.tags = Tags.of(tags);
    }

    /** Binds to one registry, or to several, one after the other. The same one again changes nothing. */
    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        if (bound.stream().anyMatch(each -> each.registry.equals(registry))) {
            return;
        }
        Driver driver = sleuth.driver();
        String service = sleuth.config().service();
        Registered registered = new Registered(registry, tags, sleuth);
        Meters meters = new Meters(registry, tags, registered, service == null ? TagWords.NONE : service);
        bound.add(new Bound(registry, registered, meters));
        driver.chronicle().tell(meters);
        registered.begin();
    }

    /**
     * Takes the peer's meters out of all registries. Another peer with the same tags needs that: a registry that has a
     * meter keeps it, and would go on looking at this one.
     */
    @Override
    public synchronized void close() {
        for (Bound each : bound) {
            sleuth.driver().chronicle().tellNoMore(each.meters);
            each.registered.remove();
        }
        bound.clear();
    }

    /** The value of a tag. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
