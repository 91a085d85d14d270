package dev.sleuth.zre;

/**
 * Who is better not asked while there are others: a peer whose link broke, and one that owes an answer and says nothing
 * on its connection, not even to a PING. Beacons do not count, for they do not show that it hears us. Whatever comes
 * from it clears it; suspicion alone removes nobody.
 */
final class Suspicion {
    private final Lines lines;
    private final Membership membership;
    private final Alarm alarm;
    private final long patience;
    private final long suspicion;

    Suspicion(Lines lines, Membership membership, Timing timing, Alarm alarm) {
        this.lines = lines;
        this.membership = membership;
        this.alarm = alarm;
        this.patience = timing.patience().toNanos();
        this.suspicion = timing.suspicion().toNanos();
    }

    /** It owes one answer more. */
    void owes(long now, Peer peer) {
        if (peer.owed++ == 0) {
            peer.silentSince = now;
            peer.probed = false;
            alarm.wake(now + patience);
        }
    }

    /** It owes one answer less. */
    void settled(Peer peer) {
        peer.owed = Math.max(0, peer.owed - 1);
    }

    /** It said something. */
    void heard(long now, Peer peer) {
        peer.silentSince = now;
        peer.probed = false;
        if (peer.suspect) {
            peer.suspect = false;
            membership.suspected(now, peer.id, false);
        }
    }

    /** Its link broke. One that has left our group is asked by nobody, and that may be all there was to it. */
    void broken(long now, Peer peer) {
        if (peer.inGroup || peer.owed > 0) {
            suspect(now, peer);
        }
    }

    private void suspect(long now, Peer peer) {
        if (peer.entered() && !peer.suspect) {
            peer.suspect = true;
            membership.suspected(now, peer.id, true);
        }
    }

    void check(long now, Peer peer) {
        if (peer.owed == 0 || peer.suspect || !peer.entered()) {
            return;
        }
        long due = peer.silentSince + patience + (peer.probed ? suspicion : 0);
        if (now < due) {
            alarm.wake(due);
        } else if (peer.probed) {
            suspect(now, peer);
            // It may be deaf to us, which its beacons would hide for ever.
            lines.doubt(now, peer);
        } else {
            peer.probed = true;
            peer.asked = true;
            // From now on, however late that is: it has to have had the time to answer.
            peer.silentSince = now - patience;
            alarm.wake(now + suspicion);
            lines.ping(now, peer);
        }
    }
}
