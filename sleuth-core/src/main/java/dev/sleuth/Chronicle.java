package dev.sleuth;

import dev.sleuth.rpc.Observation;
import dev.sleuth.rpc.Outcome;
import dev.sleuth.rpc.Request;
import dev.sleuth.zre.PeerId;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

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
    private final Counts counts = new Counts();
    /** Of whoever wants to know. */
    private final List<Meters> meters = new CopyOnWriteArrayList<>();

    /** @param since when the peer began, in nanoseconds of the clock of all that follows */
    Chronicle(long since, Consumer<Observation> witness, Notifier notifier) {
        this.tallies = new Tallies(since);
        this.witness = witness;
        this.notifier = notifier;
        this.rejections = new Rejections(notifier::tell);
    }

    /** By any thread: has {@code told} told what happens from now on. */
    void tell(Meters told) {
        meters.add(told);
    }

    /** By any thread. */
    void tellNoMore(Meters told) {
        meters.remove(told);
    }

    /** For any thread. */
    Counts counts() {
        return counts;
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

    /** For any thread: how many inputs were not taken for this reason. */
    long rejections(String reason) {
        return rejections.count(reason);
    }

    void observed(Observation observation) {
        outlook.observed(observation);
        tallies.observed(observation);
        counts.observed(observation);
        witness.accept(observation);
        if (observation instanceof Observation.Rejected rejected) {
            rejected(rejected);
            return;
        }
        for (Meters each : meters) {
            each.observed(observation);
        }
        notifier.tell(observation);
    }

    /** By any thread: for what is refused at the door and never enters. */
    void rejected(long now, String reason, String detail) {
        rejected(new Observation.Rejected(now, null, reason, detail));
    }

    private void rejected(Observation.Rejected rejected) {
        rejections.rejected(rejected);
    }

    /** A call has ended. */
    void called(long now, PendingCall call, Outcome outcome) {
        tallies.called(now, call.begun, outcome, view());
        counts.callEnded();
        for (Meters each : meters) {
            each.called(call, outcome, now - call.begun, view());
        }
        notifier.tellOfCall(() -> Scribe.called(call, outcome, now - call.begun));
    }

    /** The handler has answered. */
    void served(long now, PeerId caller, Request request, Handlers.Answer answer) {
        tallies.served(now, answer.status(), answer.nanos());
        for (Meters each : meters) {
            each.served(request.method(), answer.status(), answer.nanos());
        }
        notifier.tellOfCall(() -> Scribe.served(caller, request, answer.status(), answer.nanos()));
    }

    /** The handler had no room for a request. */
    void refused(long now, PeerId caller, Request request) {
        tallies.refused(now);
        for (Meters each : meters) {
            each.refused(request.method());
        }
        notifier.tellOfCall(() -> Scribe.refused(caller, request));
    }
}
