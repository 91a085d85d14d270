package dev.sleuth.zre;

/** Looks after one peer at a time, when it is due: who is gone, who is asked, who is dialled again. */
final class Watch {
    private final Table table;
    private final Lines lines;
    private final Greetings greetings;
    private final Suspicion suspicion;
    private final Membership membership;
    private final Alarm alarm;
    private final long quietAfter;
    private final long goneAfter;
    private final long helloWithin;

    Watch(
            Table table,
            Lines lines,
            Greetings greetings,
            Suspicion suspicion,
            Membership membership,
            Timing timing,
            Alarm alarm) {
        this.table = table;
        this.lines = lines;
        this.greetings = greetings;
        this.suspicion = suspicion;
        this.membership = membership;
        this.alarm = alarm;
        this.quietAfter = timing.quiet().toNanos();
        this.goneAfter = timing.gone().toNanos();
        this.helloWithin = timing.hello().toNanos();
    }

    void check(long now, Peer peer) {
        if (peer.leaving) {
            leaving(now, peer);
            return;
        }
        if (now >= peer.reachBy) {
            nobodyThere(now, peer, Cause.BROKEN);
            return;
        }
        alarm.wake(peer.reachBy);
        if (now >= peer.doubtedUntil && !stillDoubted(now, peer)) {
            return;
        }
        alarm.wake(peer.doubtedUntil);
        if (peer.link == 0) {
            if (now >= peer.dialAt) {
                lines.dial(now, peer);
            } else {
                alarm.wake(peer.dialAt);
            }
        }
        if (peer.entered()) {
            suspicion.check(now, peer);
            silence(now, peer);
        } else {
            greeting(now, peer);
        }
    }

    /** Where a peer was dialled there is nobody: another place of it is tried, or it is gone. */
    void nobodyThere(long now, Peer peer, Cause cause) {
        lines.hangUp(now, peer);
        if (peer.claim == null && peer.takeSpare()) {
            lines.redial(now, peer);
        } else {
            gone(now, peer, cause);
        }
    }

    private void gone(long now, Peer peer, Cause cause) {
        if (peer.claim != null) {
            greetings.believe(now, peer, peer.claim);
        } else {
            if (!peer.entered()) {
                membership.rejected(now, peer.id, Reason.NO_HELLO, "nobody listens at " + peer.endpoint);
            }
            table.remove(now, peer, cause);
        }
    }

    private void leaving(long now, Peer peer) {
        if (now - peer.heard >= quietAfter) {
            table.remove(now, peer, Cause.LEFT);
        } else {
            alarm.wake(peer.heard + quietAfter);
        }
    }

    /** Returns false if it is given up. */
    private boolean stillDoubted(long now, Peer peer) {
        if (peer.claim != null && (peer.missed || hasMoved(now, peer, peer.claim))) {
            greetings.believe(now, peer, peer.claim);
            return false;
        }
        if (peer.missed) {
            table.startOver(now, peer, Cause.BROKEN);
            return false;
        }
        // Perhaps it only waits for our HELLO, or it is elsewhere now.
        if (peer.claim == null) {
            peer.swapPlaces();
        }
        peer.missed = true;
        peer.doubtedUntil = Long.MAX_VALUE;
        lines.hangUp(now, peer);
        lines.dial(now, peer);
        return true;
    }

    /** Whether its beacons come from where its identity is claimed, and no longer from where it was. */
    private boolean hasMoved(long now, Peer peer, Claim claim) {
        return claim.endpoint.equals(peer.spare) && now - peer.beaconed >= goneAfter;
    }

    private void greeting(long now, Peer peer) {
        long giveUp = peer.since + helloWithin;
        if (now >= giveUp) {
            membership.rejected(now, peer.id, Reason.NO_HELLO, "no HELLO from " + peer.endpoint);
            table.remove(now, peer, Cause.SILENT);
        } else {
            alarm.wake(giveUp);
        }
    }

    private void silence(long now, Peer peer) {
        if (now - peer.heard >= goneAfter) {
            gone(now, peer, Cause.SILENT);
            return;
        }
        if (now - peer.heard >= quietAfter && !peer.asked) {
            peer.asked = true;
            lines.ping(now, peer);
        }
        alarm.wake(peer.heard + (peer.asked ? goneAfter : quietAfter));
    }
}
