package dev.sleuth.zre;

/**
 * Our place in the group: given up, taken again, and whether the members know it.
 *
 * <p>A link is in order. So a member that answers a PING has read all that was said to it before: that we left the
 * group, and our answers. And since its own link is in order, too, all that it asked before it knew has come.
 */
final class Presence {
    private final Table table;
    private final Lines lines;
    private final Standing standing;
    private final Alarm alarm;
    private final long quietAfter;

    Presence(Table table, Lines lines, Standing standing, Timing timing, Alarm alarm) {
        this.table = table;
        this.lines = lines;
        this.standing = standing;
        this.alarm = alarm;
        this.quietAfter = timing.quiet().toNanos();
    }

    /** Leaves the group, or joins it again, and says so on every link. Links that are made later begin with it. */
    void change(long now, boolean joined) {
        if (!standing.change(joined)) {
            return;
        }
        for (Peer peer : table.all()) {
            peer.unread = true;
            if (peer.link != 0) {
                lines.send(now, peer, standing::word);
            }
        }
    }

    /**
     * Whether every member has read all that was said to it. Whoever may not have is asked, and waited for as long as a
     * peer may be quiet.
     */
    boolean isRead(long now) {
        boolean all = true;
        for (Peer peer : table.all()) {
            if (!peer.entered() || peer.leaving) {
                continue;
            }
            if (peer.unread) {
                peer.unread = false;
                // Without a link, the next one begins with a PING.
                peer.readPing = lines.ping(now, peer) ? peer.backlog.pings() : 1;
                peer.readBy = now + quietAfter;
            }
            if (now < peer.readBy && !peer.backlog.answered(peer.readPing)) {
                alarm.wake(peer.readBy);
                all = false;
            }
        }
        return all;
    }
}
