package dev.sleuth.zre;

/**
 * Notices that we stood still. What comes then may have waited in our sockets: nobody knows how long, and a caller may
 * have given it up and asked somebody else. What a peer says comes in order: when it answers a PING of now, all that it
 * said before has come.
 */
final class Standstill {
    /** Whoever is this late was not only waiting for its turn. */
    private static final long LATE_NANOS = 20_000_000;

    private final Table table;
    private final Lines lines;
    private final Alarm alarm;
    /** When we stand still for so long, a caller may have asked somebody else in our place. */
    private final long overtakenAfter;
    /** When we were last entered. */
    private long entered;

    Standstill(Table table, Lines lines, Timing timing, Alarm alarm, long now) {
        this.table = table;
        this.lines = lines;
        this.alarm = alarm;
        this.overtakenAfter = (timing.patience().toNanos() + timing.suspicion().toNanos()) * 4 / 5;
        this.entered = now;
    }

    /** To be called whenever the machine is entered. */
    void entered(long now) {
        if (now - entered >= overtakenAfter && now - alarm.due() > LATE_NANOS) {
            for (Peer peer : table.all()) {
                if (peer.entered()) {
                    peer.stale = true;
                    peer.stalePing = lines.ping(now, peer) ? peer.backlog.pings() : 1;
                }
            }
        }
        entered = now;
    }

    /** Has the machine entered often enough to notice. */
    void wake(long now) {
        alarm.wake(now + overtakenAfter);
    }
}
