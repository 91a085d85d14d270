package dev.sleuth.zre;

/**
 * Beacons with port 0, which say that a peer leaves (RFC 36). Anybody can send one for anybody, so a member is asked
 * with a PING: it stays if it answers. It is gone when its LEAVE comes too, which is said on its own connection, or
 * when it has been quiet. A datagram overtakes what is on its way on the link, so until then its answers are taken.
 */
final class Farewells {
    private final Table table;
    private final Lines lines;
    private final Membership membership;
    private final Alarm alarm;
    private final String group;
    private final long quietAfter;

    Farewells(Table table, Lines lines, Membership membership, String group, Timing timing, Alarm alarm) {
        this.table = table;
        this.lines = lines;
        this.membership = membership;
        this.group = group;
        this.alarm = alarm;
        this.quietAfter = timing.quiet().toNanos();
    }

    /** A beacon with port 0 came from {@code host}. */
    void beacon(long now, Peer peer, String host) {
        if (!peer.isAt(host)) {
            membership.rejected(now, peer.id, Reason.GOODBYE, "a beacon with port 0 from " + host);
            return;
        }
        if (peer.leaving || now < peer.staysUntil) {
            return;
        }
        if (!peer.entered() || peer.hasLeft(group)) {
            table.remove(now, peer, Cause.LEFT);
            return;
        }
        peer.leaving = true;
        peer.heard = now;
        alarm.wake(now + quietAfter);
        membership.parting(now, peer.id, true);
        if (lines.ping(now, peer)) {
            peer.farewellPing = peer.backlog.pings();
        } else {
            linkEnded(now, peer);
        }
    }

    /** A PING was answered. */
    void answered(long now, Peer peer) {
        if (peer.leaving && peer.link != 0 && peer.backlog.answered(peer.farewellPing)) {
            peer.leaving = false;
            peer.staysUntil = now + quietAfter;
            membership.parting(now, peer.id, false);
            membership.rejected(now, peer.id, Reason.GOODBYE, "a beacon with port 0, and yet it answers");
        }
    }

    /** It said that it leaves, and takes nothing any more. What it sent before may still come. */
    void linkEnded(long now, Peer peer) {
        if (peer.inGroup) {
            peer.inGroup = false;
            membership.left(now, peer.id, group);
        }
    }
}
