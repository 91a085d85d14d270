package dev.sleuth.zre;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * that knows us answers the PING; one that waits for our HELLO ignores it and is greeted again.
 */
public final class Node implements Inlet {
    /** More peers than this are not taken: a stranger could invent them faster than they expire. */
    static final int MAX_PEERS = 4096;
    /** A peer that has not read this much does not get more. */
    static final long MAX_BACKLOG = 64L << 20;

    /** When we come this late to our own deadline, it was us who stood still, not the peers. */
    private static final long STALL_NANOS = 100_000_000;

    private final Identity self;
    private final Membership membership;
    private final Herald herald;
    private final Alarm alarm;
    private final Lines lines;
    private final long quietAfter;
    private final long goneAfter;
    private final long helloWithin;

    private final Map<PeerId, Peer> peers = new LinkedHashMap<>();
    private boolean closed;

    /** A node that sends its first beacon at the first {@link #tick}, which is due at {@code now}. */
    public Node(Identity self, Timing timing, Network network, Membership membership, long now) {
        this.self = self;
        this.membership = membership;
        this.herald = new Herald(network, self, timing, now);
        this.alarm = new Alarm(now);
        this.lines = new Lines(self, network, timing, alarm);
        this.quietAfter = timing.quiet().toNanos();
        this.goneAfter = timing.gone().toNanos();
        this.helloWithin = timing.hello().toNanos();
    }

    @Override
    public void beacon(long now, String host, Beacon beacon) {
        if (closed || beacon.peer().equals(self.id())) {
            return;
        }
        Peer peer = peers.get(beacon.peer());
        if (beacon.port() == 0) {
            if (peer != null && peer.isAt(host) && !peer.leaving) {
                leaves(now, peer);
            }
            return;
        }
        Endpoint endpoint = new Endpoint(host, beacon.port());
        if (peer == null) {
            peer = add(now, beacon.peer(), endpoint);
            if (peer != null) {
                lines.dial(now, peer);
            }
            return;
        }
        if (peer.leaving) {
            return; // Overtaken by its last one.
        }
        if (!endpoint.equals(peer.endpoint)) {
            peer.spare = endpoint;
        }
        peer.alive(now);
    }

    /**
     * RFC 36: a beacon with port zero says that the peer leaves. It is a datagram, and overtakes the answers that are
     * on their way on the link: a member leaves our group now, and exits with the LEAVE that comes after them, or when
     * its link has been quiet.
     */
    private void leaves(long now, Peer peer) {
        if (!peer.entered() || peer.hasLeft(self.group())) {
            remove(now, peer, Cause.LEFT);
            return;
        }
        peer.leaving = true;
        peer.inGroup = false;
        peer.heard = now;
        alarm.wake(now + quietAfter);
        membership.left(now, peer.id, self.group());
    }

    @Override
    public void message(long now, PeerId from, String host, Message message) {
        if (closed || from.equals(self.id())) {
            return;
        }
        if (message instanceof Message.Hello hello) {
            hello(now, from, host, hello);
            return;
        }
        Peer peer = peers.get(from);
        if (peer == null || !peer.entered()) {
            // RFC 36: a node ignores every command from a peer that has not said HELLO.
            membership.rejected(now, from, "before-hello", message.getClass().getSimpleName() + " before HELLO");
            return;
        }
        if (message.sequence() != peer.incoming) {
            membership.rejected(now, from, "gap", "message " + message.sequence() + " instead of " + peer.incoming);
            startOver(now, peer, Cause.GAP);
            return;
        }
        peer.incoming = (peer.incoming + 1) & 0xFFFF;
        peer.alive(now);
        dispatch(now, peer, message);
    }

    private void dispatch(long now, Peer peer, Message message) {
        if (message instanceof Message.Whisper whisper) {
            membership.whispered(now, peer.id, whisper.content());
        } else if (message instanceof Message.Ping) {
            lines.send(now, peer, Message.PingOk::new);
        } else if (message instanceof Message.PingOk) {
            peer.backlog.ponged();
            peer.doubtedUntil = Long.MAX_VALUE;
            peer.missed = false;
            lines.confirm(now, peer);
        } else if (message instanceof Message.Join join) {
            moved(now, peer, join.group(), join.status(), true);
            membership.joined(now, peer.id, join.group());
        } else if (message instanceof Message.Leave leave) {
            moved(now, peer, leave.group(), leave.status(), false);
            membership.left(now, peer.id, leave.group());
            if (peer.leaving && leave.group().equals(self.group())) {
                remove(now, peer, Cause.LEFT);
            }
        } else if (message instanceof Message.Shout shout) {
            membership.rejected(now, peer.id, "shout", "SHOUT to " + shout.group());
        } else {
            membership.rejected(now, peer.id, "command", message.toString());
        }
    }

    /** A wrong status is counted and taken over: the other implementations die of it. */
    private void moved(long now, Peer peer, String group, int status, boolean in) {
        int expected = (peer.status + 1) & 0xFF;
        if (status != expected) {
            membership.rejected(now, peer.id, "status", "status " + status + " instead of " + expected);
        }
        peer.status = status;
        if (group.equals(self.group())) {
            peer.inGroup = in;
        }
    }

    private void hello(long now, PeerId from, String host, Message.Hello hello) {
        Peer peer = peers.get(from);
        if (peer != null && restarted(now, peer, hello)) {
            peer = startOver(now, peer, Cause.RESTARTED);
        } else if (peer == null) {
            // Dial where the connection came from; only the port can be known from nothing but the claim.
            Endpoint claim = Endpoint.parse(hello.endpoint());
            if (claim == null) {
                membership.rejected(now, from, "endpoint", "HELLO with the endpoint " + hello.endpoint());
                return;
            }
            peer = add(now, from, new Endpoint(host, claim.port()));
            if (peer == null) {
                return;
            }
            lines.dial(now, peer);
        }
        boolean entered = peer.entered();
        peer.hello = hello;
        peer.incoming = (hello.sequence() + 1) & 0xFFFF;
        peer.status = hello.status();
        peer.inGroup = hello.groups().contains(self.group());
        peer.alive(now);
        alarm.wake(now + quietAfter);
        if (entered) {
            lines.doubt(now, peer);
        } else {
            membership.entered(now, from, peer.endpoint, hello);
        }
    }

    private boolean restarted(long now, Peer peer, Message.Hello hello) {
        Message.Hello before = peer.hello;
        if (before == null) {
            return false;
        }
        boolean same =
                before.headers().equals(hello.headers()) && hello.groups().contains(self.group()) == peer.inGroup;
        return !same || peer.leaving || now - peer.dialled >= helloWithin;
    }

    /**
     * Finds out whether a member hears us: if not, it is greeted again, and then given up. For the layer above when an
     * answer did not come, because a peer may be deaf to us while its beacons go on.
     */
    public void doubt(long now, PeerId id) {
        Peer peer = peers.get(id);
        if (peer != null && peer.entered() && peer.doubtedUntil == Long.MAX_VALUE) {
            lines.doubt(now, peer);
        }
    }

    @Override
    public void malformed(long now, @Nullable PeerId from, String why) {
        if (closed || self.id().equals(from)) {
            return;
        }
        membership.rejected(now, from, "malformed", why);
        Peer peer = peers.get(from);
        if (peer != null && peer.entered()) {
            startOver(now, peer, Cause.MALFORMED);
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
        lines.hangUp(peer);
        if (cause == Cause.REFUSED && !wasOpen && !peer.leaving) {
            nobodyThere(now, peer, Cause.REFUSED);
        } else if (!peer.leaving) {
            lines.redialBroken(now, peer, wasOpen);
        }
    }

    private void nobodyThere(long now, Peer peer, Cause cause) {
        lines.hangUp(peer);
        if (peer.takeSpare()) {
            lines.redial(now, peer);
        } else {
            remove(now, peer, cause);
        }
    }

    /**
     * Sends something to one peer.
     *
     * @return false if it was certainly not sent
     */
    public boolean whisper(long now, PeerId to, byte[] content) {
        Peer peer = peers.get(to);
        return peer != null
                && peer.backlog.bytes() + content.length <= MAX_BACKLOG
                && lines.send(
                        now, peer, sequence -> new Message.Whisper(sequence, new Message.Frames(List.of(content))));
    }

    @Override
    public void tick(long now) {
        if (closed || now < alarm.due()) {
            return;
        }
        long late = now - alarm.due();
        alarm.clear();
        herald.tick(now);
        alarm.wake(herald.deadline());
        for (Peer peer : new ArrayList<>(peers.values())) {
            if (late > STALL_NANOS) {
                peer.postpone(now, late);
            }
            check(now, peer);
        }
    }

    private void check(long now, Peer peer) {
        if (peer.leaving) {
            if (now - peer.heard >= quietAfter) {
                remove(now, peer, Cause.LEFT);
            } else {
                alarm.wake(peer.heard + quietAfter);
            }
            return;
        }
        if (now >= peer.reachBy) {
            nobodyThere(now, peer, Cause.BROKEN);
            return;
        }
        alarm.wake(peer.reachBy);
        if (now >= peer.doubtedUntil) {
            if (peer.missed) {
                startOver(now, peer, Cause.BROKEN);
                return;
            }
            // Perhaps it only waits for our HELLO.
            peer.missed = true;
            peer.doubtedUntil = Long.MAX_VALUE;
            lines.hangUp(peer);
            lines.dial(now, peer);
        }
        alarm.wake(peer.doubtedUntil);
        if (peer.link == 0) {
            if (now >= peer.dialAt) {
                lines.dial(now, peer);
            } else {
                alarm.wake(peer.dialAt);
            }
        }
        if (!peer.entered()) {
            long giveUp = peer.since + helloWithin;
            if (now >= giveUp) {
                membership.rejected(now, peer.id, "no-hello", "no HELLO from " + peer.endpoint);
                remove(now, peer, Cause.SILENT);
            } else {
                alarm.wake(giveUp);
            }
            return;
        }
        if (now - peer.heard >= goneAfter) {
            remove(now, peer, Cause.SILENT);
            return;
        }
        if (now - peer.heard >= quietAfter && !peer.asked) {
            peer.asked = true;
            lines.ping(now, peer);
        }
        alarm.wake(peer.heard + (peer.asked ? goneAfter : quietAfter));
    }

    @Override
    public long deadline() {
        return closed ? Long.MAX_VALUE : alarm.due();
    }

    /**
     * Says goodbye to everyone and closes all links. Nothing is told to the layer above, and later input is ignored.
     */
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        // Our HELLO said status 1: for the group that it named. This is the second change.
        lines.close(sequence -> new Message.Leave(sequence, self.group(), 2));
        herald.goodbye();
        peers.clear();
    }

    private @Nullable Peer add(long now, PeerId id, Endpoint endpoint) {
        if (peers.size() >= MAX_PEERS) {
            membership.rejected(now, id, "too-many-peers", "already " + MAX_PEERS + " peers");
            return null;
        }
        return put(now, id, endpoint);
    }

    private Peer put(long now, PeerId id, Endpoint endpoint) {
        Peer peer = new Peer(id, endpoint, now);
        peers.put(id, peer);
        return peer;
    }

    private void remove(long now, Peer peer, Cause cause) {
        lines.hangUp(peer);
        peers.remove(peer.id);
        if (peer.entered()) {
            membership.exited(now, peer.id, cause);
        }
    }

    /** The peer exits, and is greeted so that it may enter again: it need not know that we lost track of it. */
    private Peer startOver(long now, Peer peer, Cause cause) {
        remove(now, peer, cause);
        Peer again = put(now, peer.id, peer.endpoint);
        again.dialled = peer.dialled;
        lines.redial(now, again);
        return again;
    }
}
