package dev.sleuth;

import dev.sleuth.rpc.Member;
import dev.sleuth.rpc.Observation;
import dev.sleuth.rpc.Outcome;
import dev.sleuth.rpc.Refusal;
import dev.sleuth.zre.Cause;
import dev.sleuth.zre.PeerId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The meters of one registry that are told what happens: inside the turnstile, so by one thread at a time. To look a
 * meter up in a registry takes about a microsecond, so each is kept by what it is sorted by.
 */
final class Meters {
    /** Of calls as of requests. Words bound them each; this bounds their combinations. */
    static final int MOST_TIMERS = 2_000;
    /** Of those that peers offer, and as many again of those that are called and nobody offers. */
    static final int MOST_SERVICES = 100;

    private record CallKey(String service, String method, String status, String outcome) {}

    private record RetryKey(String service, String reason) {}

    private final MeterRegistry registry;
    private final Tags tags;
    private final Registered registered;
    private final String ownService;
    private final Names called = new Names(MOST_SERVICES);

    private final Map<CallKey, Timer> calls = new ConcurrentHashMap<>();
    private final Map<CallKey, Timer> requests = new ConcurrentHashMap<>();
    private final Map<String, Counter> attempts = new ConcurrentHashMap<>();
    private final Map<RetryKey, Counter> retries = new ConcurrentHashMap<>();
    private final Map<Cause, Timer> detections = new EnumMap<>(Cause.class);

    /**
     * @param tags of all meters
     * @param ownService what this peer offers; {@link TagWords#NONE} if nothing
     */
    Meters(MeterRegistry registry, Tags tags, Registered registered, String ownService) {
        this.registry = registry;
        this.tags = tags;
        this.registered = registered;
        this.ownService = ownService;
        for (Cause cause : Cause.values()) {
            detections.put(cause, detection(cause));
        }
    }

    private Timer detection(Cause cause) {
        return registered.add(Timer.builder("sleuth.detection")
                .description("from the last sign of life of a peer until it was gone")
                .tags(tags.and("cause", SleuthMetrics.word(cause)))
                .register(registry));
    }

    /** A call has ended. */
    void called(PendingCall call, Outcome outcome, long nanos, View view) {
        String service = serviceTag(call, outcome, view);
        String method = TagWords.method(call.method);
        CallKey key;
        if (outcome instanceof Outcome.Answered answered) {
            int status = answered.response().status();
            String word = Refusal.isUnexecuted(answered.response()) ? TagWords.REFUSED : TagWords.outcome(status);
            key = new CallKey(service, method, TagWords.status(status), word);
        } else {
            int code = ((Outcome.Failed) outcome).code();
            key = new CallKey(service, method, TagWords.NONE, Integer.toString(code));
        }
        timer(calls, key, "sleuth.client.calls", "calls, from send until their end")
                .record(nanos, TimeUnit.NANOSECONDS);
        if (outcome.attempts() > 0) {
            attempts.computeIfAbsent(service, this::attempts).increment(outcome.attempts());
        }
    }

    /** What a call of one very peer is of, is what that peer offers. */
    private String serviceTag(PendingCall call, Outcome outcome, View view) {
        String service = call.service();
        if (service.isEmpty()) {
            PeerId peer =
                    outcome instanceof Outcome.Answered answered ? answered.by() : ((Outcome.Failed) outcome).peer();
            Member member = peer == null ? null : view.peers().get(peer);
            String offered = member == null ? null : member.service();
            return offered == null ? TagWords.NONE : bounded(offered);
        }
        return bounded(service);
    }

    private String bounded(String service) {
        return registered.offered.has(service) || called.admit(service) ? service : TagWords.OTHER;
    }

    /** A request was answered by the handler. */
    void served(String method, int status, long nanos) {
        request(method, status, TagWords.outcome(status)).record(nanos, TimeUnit.NANOSECONDS);
    }

    /** There was no room for a request. */
    void refused(String method) {
        request(method, 503, TagWords.REFUSED).record(Duration.ZERO);
    }

    private Timer request(String method, int status, String outcome) {
        CallKey key = new CallKey(ownService, TagWords.method(method), TagWords.status(status), outcome);
        return timer(requests, key, "sleuth.server.requests", "requests, as long as the handler took");
    }

    private Timer timer(Map<CallKey, Timer> timers, CallKey key, String name, String description) {
        Timer timer = timers.get(key);
        if (timer != null) {
            return timer;
        }
        CallKey kept = timers.size() < MOST_TIMERS
                ? key
                : new CallKey(TagWords.OTHER, TagWords.OTHER, TagWords.OTHER, key.outcome);
        return timers.computeIfAbsent(
                kept,
                missing -> registered.add(Timer.builder(name)
                        .description(description)
                        .tags(tags.and(
                                "service", missing.service,
                                "method", missing.method,
                                "status", missing.status,
                                "outcome", missing.outcome))
                        .register(registry)));
    }

    private Counter attempts(String service) {
        return registered.add(Counter.builder("sleuth.client.attempts")
                .description("how often calls were sent, until each had ended")
                .tags(tags.and("service", service))
                .register(registry));
    }

    private Counter retries(RetryKey key) {
        return registered.add(Counter.builder("sleuth.client.retries")
                .description("calls that were sent once more")
                .tags(tags.and("service", key.service, "reason", key.reason))
                .register(registry));
    }

    void observed(Observation observation) {
        if (observation instanceof Observation.Exited exited) {
            Objects.requireNonNull(detections.get(exited.cause()), "there is one of each")
                    .record(Math.max(0, exited.at() - exited.heard()), TimeUnit.NANOSECONDS);
        } else if (observation instanceof Observation.Retried retried) {
            String service = retried.service().isEmpty() ? TagWords.NONE : bounded(retried.service());
            retries.computeIfAbsent(new RetryKey(service, retried.why()), this::retries)
                    .increment();
        } else if (observation instanceof Observation.Offered offered) {
            registered.offered(offered.member().service());
        }
    }
}
