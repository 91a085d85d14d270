package dev.sleuth;

import dev.sleuth.rpc.Observation;
import dev.sleuth.rpc.Outcome;
import dev.sleuth.zre.PeerId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a peer has called and served. Written inside the turnstile, so by one thread at a time; read by any. Who is gone
 * is forgotten, which bounds it.
 */
final class Tallies {
    /** Of those that are there and were called at least once. */
    private final Map<PeerId, Tally> called = new ConcurrentHashMap<>();

    private final long since;
    private final Tally served;

    /** @param since when the peer began, in nanoseconds of the clock of all that follows */
    Tallies(long since) {
        this.since = since;
        this.served = new Tally(since);
    }

    /** When the peer began. */
    long since() {
        return since;
    }

    /** A call has ended; {@code outcome} tells who was asked. */
    void called(long now, long begun, Outcome outcome, View view) {
        boolean answered = outcome instanceof Outcome.Answered;
        PeerId asked = answered ? ((Outcome.Answered) outcome).by() : ((Outcome.Failed) outcome).peer();
        if (asked == null) {
            return;
        }
        Tally tally = called.get(asked);
        if (tally == null) {
            // The calls of one that is gone end after it has gone.
            if (!view.peers().containsKey(asked)) {
                return;
            }
            tally = new Tally(begun);
            called.put(asked, tally);
        }
        tally.timed(now, !answered, now - begun);
    }

    /** The handler has answered. */
    void served(long now, int status, long nanos) {
        served.timed(now, status >= 500, nanos);
    }

    /** The handler had no room for a request. */
    void refused(long now) {
        served.refused(now);
    }

    void observed(Observation observation) {
        if (observation instanceof Observation.Exited exited) {
            called.remove(exited.member().id());
        }
    }

    /** How it went with the calls of this peer; null if there were none. */
    @Nullable
    Tally of(PeerId peer) {
        return called.get(peer);
    }

    Tally served() {
        return served;
    }
}
