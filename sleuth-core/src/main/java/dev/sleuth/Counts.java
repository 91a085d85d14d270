package dev.sleuth;

import dev.sleuth.rpc.Observation;
import dev.sleuth.zre.Cause;
import dev.sleuth.zre.PeerId;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What is counted from the beginning, whether or not anybody looks: so whoever looks later misses nothing. Any thread
 * may write and read.
 */
final class Counts {
    private final LongAdder begun = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder heard = new LongAdder();
    private final LongAdder enters = new LongAdder();
    private final LongAdder suspicions = new LongAdder();
    private final Set<PeerId> suspects = ConcurrentHashMap.newKeySet();
    private final Map<Cause, LongAdder> exits = new EnumMap<>(Cause.class);

    Counts() {
        for (Cause cause : Cause.values()) {
            exits.put(cause, new LongAdder());
        }
    }

    void callBegun() {
        begun.increment();
    }

    void callEnded() {
        ended.increment();
    }

    void beaconSent() {
        sent.increment();
    }

    void beaconHeard() {
        heard.increment();
    }

    void observed(Observation observation) {
        if (observation instanceof Observation.Entered) {
            enters.increment();
        } else if (observation instanceof Observation.Exited exited) {
            Objects.requireNonNull(exits.get(exited.cause()), "there is one of each")
                    .increment();
            suspects.remove(exited.member().id());
        } else if (observation instanceof Observation.Suspected suspected) {
            if (suspected.suspect()) {
                suspicions.increment();
                suspects.add(suspected.member().id());
            } else {
                suspects.remove(suspected.member().id());
            }
        }
    }

    /** Calls that were made and have not ended. */
    long calls() {
        // In this order: a call that ends in between must not make it negative.
        long over = ended.sum();
        return begun.sum() - over;
    }

    long beaconsSent() {
        return sent.sum();
    }

    long beaconsHeard() {
        return heard.sum();
    }

    long enters() {
        return enters.sum();
    }

    long exits(Cause cause) {
        return Objects.requireNonNull(exits.get(cause), "there is one of each").sum();
    }

    long suspicions() {
        return suspicions.sum();
    }

    /** Who is suspect right now. */
    int suspects() {
        return suspects.size();
    }
}
