package dev.sleuth.sim.world;

import dev.sleuth.rpc.Observation;
import dev.sleuth.rpc.Outcome;
import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Log;
import dev.sleuth.zre.Cause;
import dev.sleuth.zre.PeerId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what one peer sees, under the names of the scenario. A name is one peer after the other: when the next
 * comes into view before the last is out of it, the last exits then, as restarted. Otherwise its own exit, which comes
 * later, would read as if the next were gone. Entered as the peer's engine is, by one thread at a time.
 */
final class Recorder {
    private final String peer;
    private final Function<PeerId, @Nullable String> names;
    private final Log journal;
    private final Map<String, PeerId> seen = new LinkedHashMap<>();

    /** @param names of the peers of the scenario; null for strangers, of whom nothing is written */
    Recorder(String peer, Function<PeerId, @Nullable String> names, Log journal) {
        this.peer = peer;
        this.names = names;
        this.journal = journal;
    }

    /** Writes down who comes and goes and is suspected; the rest is no transition. */
    void observed(Observation observation) {
        if (observation instanceof Observation.Entered entered) {
            entered(entered.at(), entered.member().id());
        } else if (observation instanceof Observation.Exited exited) {
            exited(exited.at(), exited.member().id(), exited.cause());
        } else if (observation instanceof Observation.Suspected suspected) {
            suspected(suspected.at(), suspected.member().id(), suspected.suspect());
        }
    }

    private void entered(long at, PeerId id) {
        String name = names.apply(id);
        if (name != null) {
            PeerId last = seen.get(name);
            if (last != null) {
                exited(at, last, Cause.RESTARTED);
            }
            seen.put(name, id);
            journal.append(new Entry.Entered(at, peer, name));
        }
    }

    private void suspected(long at, PeerId id, boolean suspect) {
        String name = names.apply(id);
        if (name != null && id.equals(seen.get(name))) {
            journal.append(new Entry.Suspected(at, peer, name, suspect));
        }
    }

    private void exited(long at, PeerId id, Cause cause) {
        String name = names.apply(id);
        if (name != null && seen.remove(name, id)) {
            journal.append(new Entry.Exited(at, peer, name, cause.name().toLowerCase(Locale.ROOT)));
        }
    }

    /** Whether a call was answered, and not with an answer that blames the service. */
    static boolean isWell(Outcome outcome) {
        return outcome instanceof Outcome.Answered answered
                && answered.response().status() < 500;
    }

    /** Writes down how a call ended. */
    void called(long now, long planned, long number, String service, Outcome outcome) {
        if (outcome instanceof Outcome.Answered answered) {
            // Nobody was asked if all had refused before.
            String by = answered.attempts() == 0 ? null : names.apply(answered.by());
            journal.append(new Entry.Called(
                    now, planned, peer, number, service, by, answered.response().status(), 0, answered.attempts()));
        } else if (outcome instanceof Outcome.Failed failed) {
            String by = failed.peer() == null ? null : names.apply(failed.peer());
            journal.append(
                    new Entry.Called(now, planned, peer, number, service, by, 0, failed.code(), failed.attempts()));
        }
    }
}
