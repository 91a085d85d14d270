package dev.sleuth.rpc;

import dev.sleuth.zre.PeerId;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which peers are not to be asked before when: they have said so. When a peer's time is over it has its turn like
 * everybody else. Nothing is saved up for it, so nothing falls upon it then.
 */
final class Restraint {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Map<PeerId, Long> notBefore = new TreeMap<>();

    /**
     * A member has refused, and says after how many milliseconds it is worth asking again. While it is not asked
     * anyway, what it says answers calls that were sent before, and prolongs nothing.
     */
    void refused(long now, PeerId member, long millis) {
        if (millis > 0 && !holds(now, member)) {
            notBefore.put(member, now + millis * NANOS_PER_MILLI);
        }
    }

    /** Nobody knows that peer any more. */
    void gone(PeerId member) {
        notBefore.remove(member);
    }

    /** Whether the peer is not to be asked now. */
    boolean holds(long now, PeerId peer) {
        return left(now, peer) > 0;
    }

    /** For how many milliseconds, rounded up, the peer is not to be asked; 0 if it may be. */
    long millisLeft(long now, PeerId peer) {
        return (left(now, peer) + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
    }

    private long left(long now, PeerId peer) {
        // Mostly nobody has refused anything.
        Long until = notBefore.isEmpty() ? null : notBefore.get(peer);
        if (until == null) {
            return 0;
        } else if (until - now <= 0) {
            notBefore.remove(peer);
            return 0;
        }
        return until - now;
    }
}
