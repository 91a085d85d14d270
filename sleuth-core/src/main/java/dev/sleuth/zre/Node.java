package dev.sleuth.zre;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The machine over all peers of one node.
 *
 * <p><b>Theory of operation.</b> A beacon, or a HELLO from somebody whose beacon was never heard, makes a {@link Peer}
 * and a link to it, on which our HELLO goes first. Its own HELLO, which comes on a connection that it made, turns it
 * into a member ({@link Membership#entered}). From then on every message must carry the next number of its sequence.
 *
 * <p>Three things tell that a member is gone:
 *
 * <ul>
 *   <li>A broken link is dialled again at once: refused means gone, and no answer at all soon does.
 *   <li>Silence: after {@link Timing#quiet} a PING asks, after {@link Timing#gone} without a sign of life it is given
 *       up.
 *   <li>Doubt: beacons prove that we hear a member, not that it hears us. A new link, or an answer that did not come,
 *       asks with a PING. If no answer comes within {@link Timing#gone} it is greeted once more; after the same time
 *       again it is given up.
 * </ul>
 *
 * <p>A HELLO from a member means that it began again, unless our own HELLO is so young that this may be the answer to
 * it: to restart on an answer would be answered by the next restart, for ever. Doubt then finds out what it was: a peer
 * that knows us answers the PING; one that waits for our HELLO ignores it and is greeted again, at once if it greets us
 * a second time meanwhile.
 */
public final class Node implements Inlet {
    /** A peer that has not read this much does not get more. */
    static final long MAX_BACKLOG = 64L << 20;

    /** When we come this late to our own deadline, it was us who stood still, not the peers. */
    private static final long STALL_NANOS = 100_000_000;

    private final Identity self;
    private final Standing standing;
    private final Membership membership;
    private final Herald herald;
    private final Alarm alarm;
    private final Lines lines;
    private final Table table;
    private final Newcomers newcomers;
    private final Farewells farewells;
    private final Greetings greetings;
    private final Watch watch;
    private final Suspicion suspicion;
    private final Timing timing;
    private final Standstill standstill;
    private final Presence presence;
    private final long quietAfter;

    /** Whether we are about to go: we make no new acquaintances. */
    private boolean parting;

    private boolean closed;

    /** A node that sends its first beacon at the first {@link #tick}, which is due at {@code now}. */
    public Node(Identity self, Timing timing, Network network, Membership membership, long now) {
        this.self = self;
        this.standing = new Standing(self.group());
        this.membership = membership;
        this.herald = new Herald(network, self, timing, now);
        this.alarm = new Alarm(now);
        this.lines = new Lines(self, standing, network, membership, timing, alarm);
        this.table = new Table(membership, lines);
        this.newcomers = new Newcomers(table, lines, membership, timing, now);
        this.farewells = new Farewells(table, lines, membership, self.group(), timing, alarm);
        this.greetings = new Greetings(table, lines, membership, self.group(), timing, alarm);
        this.suspicion = new Suspicion(lines, membership, timing, alarm);
        this.watch = new Watch(table, lines, greetings, suspicion, membership, timing, alarm);
        this.timing = timing;
        this.presence = new Presence(table, lines, standing, timing, alarm);
        this.quietAfter = timing.quiet().toNanos();
        this.standstill = new Standstill(table, lines, timing, alarm, now);
    }

    @Override
    public void beacon(long now, String host, Beacon beacon) {
        if (closed || beacon.peer().equals(self.id())) {
            return;
        }
        standstill.entered(now);
        Peer peer = table.get(beacon.peer());
        if (beacon.port() == 0) {
            newcomers.forget(beacon.peer());
            if (peer != null) {
                farewells.beacon(now, peer, host);
            }
            return;
        }
        Endpoint endpoint = new Endpoint(host, beacon.port());
        if (peer == null) {
            if (!parting) {
                newcomers.beacon(now, beacon.peer(), endpoint);
            }
        } else if (!peer.leaving) { // Otherwise it was overtaken by its last one.
            heard(now, peer, endpoint);
        }
    }

    private void heard(long now, Peer peer, Endpoint endpoint) {
        peer.alive(now);
        if (endpoint.equals(peer.endpoint)) {
            peer.beaconed = now;
            return;
        }
        peer.spare = endpoint;
        if (now - peer.beaconed >= quietAfter) {
            // It beacons from there alone: perhaps it is no longer where we reached it.
            doubt(now, peer.id);
        }
    }

    @Override
    public void message(long now, PeerId from, String host, Message message) {
        if (closed || from.equals(self.id())) {
            return;
        }
        standstill.entered(now);
        if (message instanceof Message.Hello hello) {
            newcomers.forget(from);
            if (!parting || table.get(from) != null) {
                greetings.hello(now, from, host, hello);
            }
            return;
        }
        Peer peer = table.get(from);
        if (peer == null || !peer.entered()) {
            // RFC 36: a node ignores every command from a peer that has not said HELLO.
            membership.rejected(
                    now, from, Reason.BEFORE_HELLO, message.getClass().getSimpleName() + " before HELLO");
            return;
        }
        if (!host.equals(peer.voice)) {
            elsewhere(now, peer, host, message);
            return;
        }
        if (message.sequence() != peer.incoming) {
            membership.rejected(
                    now, from, Reason.GAP, "message " + message.sequence() + " instead of " + peer.incoming);
            table.startOver(now, peer, Cause.GAP);
            return;
        }
        peer.incoming = (peer.incoming + 1) & 0xFFFF;
        peer.alive(now);
        suspicion.heard(now, peer);
        dispatch(now, peer, message);
    }

    /** An identity proves nothing: somebody else's mistakes are not the member's. */
    private void elsewhere(long now, Peer peer, String host, Message message) {
        String kind = message.getClass().getSimpleName();
        membership.rejected(
                now, peer.id, Reason.OTHER_HOST, kind + " from " + host + ", but it spoke from " + peer.voice);
        if (peer.claim != null && peer.claim.host.equals(host)) {
            peer.claim.passedOver(message);
        } else if (!peer.leaving) {
            greetings.stolen(now, peer);
        }
    }

    private void dispatch(long now, Peer peer, Message message) {
        if (message instanceof Message.Whisper whisper) {
            membership.whispered(now, peer.id, whisper.content());
        } else if (message instanceof Message.Ping) {
            lines.send(now, peer, Message.PingOk::new);
        } else if (message instanceof Message.PingOk) {
            peer.backlog.ponged();
            peer.stale = peer.stale && !peer.backlog.answered(peer.stalePing);
            peer.certain();
            farewells.answered(now, peer);
            lines.confirm(now, peer);
        } else if (message instanceof Message.Join join) {
            moved(now, peer, join.group(), join.status(), true);
            membership.joined(now, peer.id, join.group());
        } else if (message instanceof Message.Leave leave) {
            moved(now, peer, leave.group(), leave.status(), false);
            membership.left(now, peer.id, leave.group());
            if (peer.leaving && leave.group().equals(self.group())) {
                table.remove(now, peer, Cause.LEFT);
            }
        } else if (message instanceof Message.Shout shout) {
            membership.rejected(now, peer.id, Reason.SHOUT, "SHOUT to " + shout.group());
        } else {
            membership.rejected(now, peer.id, Reason.COMMAND, message.toString());
        }
    }

    /** A wrong status is counted and taken over: the other implementations die of it. */
    private void moved(long now, Peer peer, String group, int status, boolean in) {
        int expected = (peer.status + 1) & 0xFF;
        if (status != expected) {
            membership.rejected(now, peer.id, Reason.STATUS, "status " + status + " instead of " + expected);
        }
        peer.status = status;
        if (group.equals(self.group())) {
            peer.inGroup = in;
        }
    }

    /**
     * Finds out whether a member hears us: if not, it is greeted again, and then given up. For the layer above when an
     * answer did not come, because a peer may be deaf to us while its beacons go on.
     */
    public void doubt(long now, PeerId id) {
        Peer peer = table.get(id);
        if (peer != null && peer.entered() && peer.doubtedUntil == Long.MAX_VALUE) {
            lines.doubt(now, peer);
        }
    }

    @Override
    public void malformed(long now, @Nullable PeerId from, @Nullable String host, String why) {
        if (closed || self.id().equals(from)) {
            return;
        }
        membership.rejected(now, from, Reason.MALFORMED, why);
        Peer peer = table.get(from);
        if (peer == null || !peer.entered()) {
            return;
        }
        if (host != null && host.equals(peer.voice)) {
            table.startOver(now, peer, Cause.MALFORMED);
        } else if (host != null && !peer.leaving) {
            greetings.stolen(now, peer);
        }
    }

    @Override
    public void opened(long now, long link) {
        lines.opened(link);
    }

    @Override
    public void broken(long now, long link, Cause cause) {
        Peer peer = lines.peer(link);
        if (peer == null) {
            return;
        }
        boolean wasOpen = peer.open;
        lines.hangUp(now, peer);
        if (peer.leaving) {
            farewells.linkEnded(now, peer);
            return;
        }
        suspicion.broken(now, peer);
        if (cause == Cause.REFUSED && !wasOpen) {
            watch.nobodyThere(now, peer, peer.hasLeft(self.group()) ? Cause.LEFT : Cause.REFUSED);
        } else {
            lines.redialBroken(now, peer, wasOpen);
        }
    }

    /**
     * Sends something to one peer.
     *
     * @return false if it was certainly not sent
     */
    public boolean whisper(long now, PeerId to, byte[] content) {
        Peer peer = table.get(to);
        if (peer == null || peer.backlog.bytes() + content.length > MAX_BACKLOG) {
            return false;
        }
        peer.unread = true;
        return lines.send(now, peer, sequence -> new Message.Whisper(sequence, new Message.Frames(List.of(content))));
    }

    /**
     * Asks one peer something that it has to answer: while it owes that, its silence makes it suspect.
     *
     * @return the number of the link that took it, or 0 if it was certainly not sent
     */
    public long ask(long now, PeerId to, byte[] content) {
        if (!whisper(now, to, content)) {
            return 0;
        }
        Peer peer = Objects.requireNonNull(table.get(to), "was sent to");
        suspicion.owes(now, peer);
        return peer.link;
    }

    /** A peer that was asked owes that answer no longer: it came, or nobody waits for it any more. */
    public void settled(PeerId id) {
        Peer peer = table.get(id);
        if (peer != null) {
            suspicion.settled(peer);
        }
    }

    /**
     * Whether what comes from a peer now may have waited in our sockets while we stood still: nobody knows how long,
     * and its caller may have given it up and asked somebody else.
     */
    public boolean mayBeStale(PeerId id) {
        Peer peer = table.get(id);
        return peer != null && peer.stale;
    }

    @Override
    public void tick(long now) {
        if (closed) {
            return;
        }
        standstill.entered(now);
        if (!parting) {
            newcomers.tick(now);
        }
        if (now < alarm.due()) {
            return;
        }
        long late = now - alarm.due();
        alarm.clear();
        herald.tick(now);
        alarm.wake(herald.deadline());
        standstill.wake(now);
        for (Peer peer : table.all()) {
            if (late > STALL_NANOS) {
                peer.postpone(now, late, timing);
            }
            watch.check(now, peer);
        }
    }

    @Override
    public long deadline() {
        if (closed) {
            return Long.MAX_VALUE;
        }
        return parting ? alarm.due() : Math.min(alarm.due(), newcomers.deadline());
    }

    /** Leaves the group, and stays: the members are told, and those that come later. */
    public void leaveGroup(long now) {
        presence.change(now, false);
    }

    /** Joins the group again. */
    public void joinGroup(long now) {
        if (!parting) {
            presence.change(now, true);
        }
    }

    /** Begins to go: leaves the group, is not announced any more, and meets nobody new. */
    public void part(long now) {
        parting = true;
        herald.fallSilent();
        presence.change(now, false);
    }

    /**
     * Whether every member has read all that was said to it, so that what it asked before has come. Those that do not
     * tell are not waited for for longer than {@link Timing#quiet}. False is followed by input, or by a tick.
     */
    public boolean isRead(long now) {
        return presence.isRead(now);
    }

    /** Whether nobody has greeted us, or all are gone. */
    public boolean isAlone() {
        return table.all().stream().noneMatch(Peer::entered);
    }

    /**
     * Says goodbye to everyone and closes all links. Nothing is told to the layer above, and later input is ignored.
     */
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        lines.close(standing.change(false) ? standing::word : null);
        herald.goodbye();
        table.clear();
    }
}
