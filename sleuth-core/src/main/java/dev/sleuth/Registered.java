package dev.sleuth;

import dev.sleuth.zre.Cause;
import dev.sleuth.zre.Reason;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What one registry has of one peer, to be taken out of it again; and of that, the meters that look at the peer
 * whenever the registry does. They do not keep the peer from being collected.
 */
final class Registered {
    /** Those that have or had somebody who offers them, and a gauge of their own. */
    final Names offered = new Names(Meters.MOST_SERVICES);

    private final MeterRegistry registry;
    private final Tags tags;
    private final Sleuth sleuth;
    private final List<Meter> meters = new ArrayList<>();
    private boolean removed;

    Registered(MeterRegistry registry, Tags tags, Sleuth sleuth) {
        this.registry = registry;
        this.tags = tags;
        this.sleuth = sleuth;
    }

    /** Registers what there is from the beginning. */
    void begin() {
        work();
        membership();
        input();
        sleuth.services().keySet().forEach(this::offered);
    }

    private void work() {
        gauge(
                "sleuth.client.active",
                "calls that wait for their end",
                tags,
                peer -> counts(peer).calls());
        gauge(
                "sleuth.server.active",
                "requests in hand",
                tags,
                peer -> queues(peer).requests());
        for (Queues.Queue queue : Queues.Queue.values()) {
            gauge(
                    "sleuth.queue.waiting",
                    "what waits for its turn",
                    tags.and("queue", SleuthMetrics.word(queue)),
                    peer -> queues(peer).waiting(queue));
        }
    }

    private void membership() {
        gauge("sleuth.peers", "peers that are there", tags, peer -> peer.peers().size());
        gauge(
                "sleuth.suspects",
                "peers that are passed over",
                tags,
                peer -> counts(peer).suspects());
        counter(
                "sleuth.suspicions",
                "times that a peer became suspect",
                tags,
                peer -> counts(peer).suspicions());
        counter(
                "sleuth.enters",
                "peers that greeted this one",
                tags,
                peer -> counts(peer).enters());
        for (Cause cause : Cause.values()) {
            counter(
                    "sleuth.exits",
                    "peers that are gone",
                    tags.and("cause", SleuthMetrics.word(cause)),
                    peer -> counts(peer).exits(cause));
        }
    }

    private void input() {
        counter(
                "sleuth.beacons.sent",
                "beacons of this peer",
                tags,
                peer -> counts(peer).beaconsSent());
        counter(
                "sleuth.beacons.heard",
                "beacons of others",
                tags,
                peer -> counts(peer).beaconsHeard());
        for (Reason reason : Reason.values()) {
            String word = reason.toString();
            counter(
                    "sleuth.rejected",
                    "what came in and was not taken",
                    tags.and("reason", word),
                    peer -> peer.driver().chronicle().rejections(word));
        }
        String gap = Reason.GAP.toString();
        counter(
                "sleuth.sequence.gaps",
                "messages of peers that are missing",
                tags,
                peer -> peer.driver().chronicle().rejections(gap));
    }

    private static Counts counts(Sleuth peer) {
        return peer.driver().chronicle().counts();
    }

    private static Queues queues(Sleuth peer) {
        return peer.driver().queues();
    }

    /** Somebody offers it. */
    void offered(@Nullable String service) {
        if (service == null || offered.has(service)) {
            return;
        }
        if (offered.admit(service)) {
            servicePeers(
                    service,
                    peer -> peer.services().getOrDefault(service, List.of()).size());
        } else {
            servicePeers(TagWords.OTHER, peer -> others(peer.driver().view()));
        }
    }

    private long others(View view) {
        return view.services().entrySet().stream()
                .filter(service -> !offered.has(service.getKey()))
                .mapToLong(service -> service.getValue().size())
                .sum();
    }

    private void servicePeers(String service, ToDoubleFunction<Sleuth> value) {
        gauge("sleuth.service.peers", "peers that offer a service", tags.and("service", service), value);
    }

    private void gauge(String name, String description, Tags tagged, ToDoubleFunction<Sleuth> value) {
        add(Gauge.builder(name, sleuth, value)
                .description(description)
                .tags(tagged)
                .register(registry));
    }

    private void counter(String name, String description, Tags tagged, ToDoubleFunction<Sleuth> value) {
        add(FunctionCounter.builder(name, sleuth, value)
                .description(description)
                .tags(tagged)
                .register(registry));
    }

    /** Remembers a meter, unless all have been taken out meanwhile: then it goes, too. By any thread. */
    synchronized <M extends Meter> M add(M meter) {
        if (removed) {
            registry.remove(meter);
        } else {
            meters.add(meter);
        }
        return meter;
    }

    /** Takes all of them out of the registry. By any thread. */
    synchronized void remove() {
        removed = true;
        meters.forEach(registry::remove);
        meters.clear();
    }
}
