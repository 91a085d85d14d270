package dev.sleuth;

import dev.sleuth.rpc.Observation;
import dev.sleuth.rpc.Outcome;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of what happens at a peer: its view of the network, its counts and its metrics, and what listener and
 * log are told. Entered inside the turnstile, unless said otherwise.
 */
final class Chronicle {
    private final Outlook outlook = new Outlook();
    private final Tallies tallies;
    private final Consumer<Observation> witness;
    private final Notifier notifier;
    private final Rejections rejections;
    /** Null until somebody wants to know. */
    private volatile SleuthMetrics.@Nullable Meters meters;

    /** @param since when the peer began, in nanoseconds of the clock of all that follows */
    Chronicle(long since, Consumer<Observation> witness, Notifier notifier) {
        this.tallies = new Tallies(since);
        this.witness = witness;
        this.notifier = notifier;
        this.rejections = new Rejections(notifier::tell);
    }

    /** By any thread: has {@code told} told what happens from now on. */
    void tell(SleuthMetrics.Meters told) {
        meters = told;
    }

    /** For any thread. */
    View view() {
        return outlook.view();
    }

    /** For any thread: notified whenever the view changes. */
    Outlook outlook() {
        return outlook;
    }

    /** For any thread. */
    Tallies tallies() {
        return tallies;
    }

    /** For any thread: how many inputs were not taken, by reason. */
    SortedMap<String, Long> rejections() {
        return rejections.counts();
    }

    void observed(Observation observation) {
        outlook.observed(observation);
        tallies.observed(observation);
        witness.accept(observation);
        if (observation instanceof Observation.Rejected rejected) {
            rejected(rejected);
            return;
        }
        if (meters != null) {
            meters.observed(observation);
        }
        notifier.tell(observation);
    }

    /** By any thread: for what is refused at the door and never enters. */
    void rejected(Observation.Rejected rejected) {
        if (meters != null) {
            meters.rejected(rejected.reason());
        }
        rejections.rejected(rejected);
    }

    /** A call has ended. */
    void called(long now, PendingCall call, Outcome outcome) {
        tallies.called(now, call.begun, outcome, view());
        if (meters != null) {
            meters.called(call.service(), outcome, now - call.begun);
        }
    }

    /** The handler has answered. */
    void served(long now, Handlers.Answer answer) {
        tallies.served(now, answer.status(), answer.nanos());
        if (meters != null) {
            meters.served(answer.status(), answer.nanos());
        }
    }

    /** The handler had no room for a request. */
    void refused(long now) {
        tallies.refused(now);
    }
}
