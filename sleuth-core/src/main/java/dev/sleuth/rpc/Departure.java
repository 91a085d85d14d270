package dev.sleuth.rpc;

import dev.sleuth.zre.Node;

/**
 * How a peer stops taking requests without losing any: it says that it does, goes on answering what comes from those
 * who had not heard it yet, and has come to rest when nothing is in hand, everybody has read all that was said, and
 * nothing came for another moment.
 */
final class Departure {
    /** Some act a moment later than they read: the original's callers have their directory in another thread. */
    static final long MOMENT_NANOS = 20_000_000;

    private static final long NEVER = Long.MAX_VALUE;

    private enum Way {
        HERE,
        /** Out of the group, and still finishing. */
        DRAINING,
        DRAINED,
        LEAVING
    }

    private final Node node;
    private Way way = Way.HERE;
    /** Requests that somebody is at, elsewhere. */
    private long inHand;
    /** Since when all was done; {@link #NEVER} if something is not. */
    private long doneSince = NEVER;

    private long leaveBy = NEVER;

    Departure(Node node) {
        this.node = node;
    }

    /** Something was handed to somebody else, who will come back with it. */
    void took() {
        inHand++;
    }

    /** Somebody has come back with something. */
    void finished() {
        inHand--;
    }

    boolean isLeaving() {
        return way == Way.LEAVING;
    }

    void drain(long now) {
        if (way != Way.LEAVING) {
            way = Way.DRAINING;
            node.leaveGroup(now);
        }
    }

    void resume(long now) {
        if (way != Way.LEAVING) {
            way = Way.HERE;
            node.joinGroup(now);
        }
    }

    /** @param grace after how many nanoseconds it has to be over */
    void leave(long now, long grace) {
        long by = grace < NEVER - now ? now + grace : NEVER;
        leaveBy = Math.min(leaveBy, by);
        if (way != Way.LEAVING) {
            way = Way.LEAVING;
            node.part(now);
        }
    }

    /**
     * Whether the time has come to say that it is drained, or to go. To be asked whenever the engine is left; says yes
     * once for each time that it was drained.
     */
    boolean isDue(long now) {
        if (way == Way.HERE || way == Way.DRAINED) {
            return false;
        }
        if (!isOver(now)) {
            return false;
        }
        doneSince = NEVER;
        way = way == Way.DRAINING ? Way.DRAINED : way;
        return true;
    }

    private boolean isOver(long now) {
        if (way == Way.LEAVING && now >= leaveBy) {
            return true;
        }
        if (inHand > 0 || !node.isRead(now)) {
            doneSince = NEVER;
            return false;
        }
        doneSince = Math.min(doneSince, now);
        return now - doneSince >= MOMENT_NANOS || node.isAlone();
    }

    /** When {@link #isDue} has to be asked at the latest. */
    long deadline() {
        if (way == Way.HERE || way == Way.DRAINED) {
            return NEVER;
        }
        long done = doneSince == NEVER ? NEVER : doneSince + MOMENT_NANOS;
        return way == Way.LEAVING ? Math.min(done, leaveBy) : done;
    }
}
