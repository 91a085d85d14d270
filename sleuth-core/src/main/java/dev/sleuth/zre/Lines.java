package dev.sleuth.zre;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Our links to peers: made, numbered, made again, and asked whether anybody still hears us on them. */
final class Lines {
    /** A connection is taken in this part of the time that a peer may be silent for: 37 ms of 300. */
    private static final int REACH_PER_QUIET = 8;
    /** A link that broke at once is made again after this part of it: 9 ms of 300. */
    private static final int HURRY_PER_QUIET = 32;

    private final Identity self;
    private final Standing standing;
    private final Network network;
    private final Membership membership;
    private final Alarm alarm;
    private final long quietAfter;
    private final long goneAfter;
    private final long helloWithin;
    private final long reachWithin;
    private final long hurryAfter;
    private final Map<Long, Peer> byLink = new LinkedHashMap<>();
    private long numbers;

    Lines(Identity self, Standing standing, Network network, Membership membership, Timing timing, Alarm alarm) {
        this.self = self;
        this.standing = standing;
        this.network = network;
        this.membership = membership;
        this.alarm = alarm;
        this.quietAfter = timing.quiet().toNanos();
        this.goneAfter = timing.gone().toNanos();
        this.helloWithin = timing.hello().toNanos();
        this.reachWithin = quietAfter / REACH_PER_QUIET;
        this.hurryAfter = quietAfter / HURRY_PER_QUIET;
    }

    /** Whose link it is; null if it is nobody's any more. */
    @Nullable
    Peer peer(long link) {
        return byLink.get(link);
    }

    /** Somebody took the connection. */
    void opened(long link) {
        Peer peer = byLink.get(link);
        if (peer != null) {
            peer.open = true;
            peer.proven = true;
            peer.reachBy = Long.MAX_VALUE;
        }
    }

    void dial(long now, Peer peer) {
        peer.link = ++numbers;
        peer.open = false;
        peer.dialled = now;
        peer.outgoing = 1;
        peer.greetings = 0;
        peer.backlog.reset();
        peer.stalePing = Math.min(peer.stalePing, 1);
        peer.readPing = Math.min(peer.readPing, 1);
        byLink.put(peer.link, peer);
        network.open(peer.link, peer.id, peer.endpoint);
        String endpoint = new Endpoint(network.facing(peer.endpoint), self.port()).toString();
        send(
                now,
                peer,
                sequence -> new Message.Hello(
                        sequence,
                        endpoint,
                        standing.groups(),
                        standing.status(),
                        self.id().name(),
                        self.headers()));
        if (peer.entered()) {
            peer.asked = false;
            doubt(now, peer);
        } else {
            alarm.wake(now + helloWithin);
        }
    }

    /**
     * Dials again after a break. Whoever is there answers at once, if only with a refusal, for its kernel does that; a
     * host that went together with its process, as a container does, answers nothing. A process that is being killed
     * may take one more connection with it, so the first break that follows at once does not have to wait.
     *
     * @param wasOpen whether there was somebody just before
     */
    void redialBroken(long now, Peer peer, boolean wasOpen) {
        boolean goodForAWhile = now - peer.dialled >= quietAfter;
        boolean hurry = wasOpen && !goodForAWhile && !peer.hurried;
        peer.hurried = !goodForAWhile;
        redial(now, peer, hurry ? hurryAfter : quietAfter);
        if (wasOpen && peer.entered() && peer.dialAt != Long.MAX_VALUE) {
            peer.reachBy = peer.dialAt + reachWithin;
            alarm.wake(peer.reachBy);
        }
    }

    /** At once if the last link was good for a while; a peer that only accepts and drops is not dialled in a storm. */
    void redial(long now, Peer peer) {
        redial(now, peer, quietAfter);
    }

    private void redial(long now, Peer peer, long pause) {
        peer.dialAt = Math.max(now, peer.dialled + pause);
        if (peer.dialAt == now) {
            dial(now, peer);
        } else {
            alarm.wake(peer.dialAt);
        }
    }

    /** Returns false if it was certainly not sent. */
    boolean send(long now, Peer peer, IntFunction<Message> message) {
        if (peer.link == 0) {
            return false;
        }
        byte[][] frames = Codec.encode(message.apply(peer.outgoing));
        if (!network.send(peer.link, frames)) {
            // Its number must not be used up, or the peer would miss it for ever: begin again with HELLO 1.
            hangUp(now, peer);
            if (!peer.leaving) {
                redial(now, peer);
            }
            return false;
        }
        peer.countOutgoing();
        for (byte[] frame : frames) {
            peer.backlog.sent(frame.length);
        }
        confirm(now, peer);
        return true;
    }

    /** Asks what was read, if that is worth it. */
    void confirm(long now, Peer peer) {
        if (peer.backlog.wantsPing()) {
            ping(now, peer);
        }
    }

    /** Returns false if it was certainly not sent. */
    boolean ping(long now, Peer peer) {
        peer.backlog.pinged();
        return send(now, peer, Message.Ping::new);
    }

    /** Asks a member whether it hears us. It must answer within {@link Timing#gone}, however often it is asked. */
    void doubt(long now, Peer peer) {
        if (peer.doubtedUntil == Long.MAX_VALUE) {
            peer.doubtedUntil = now + goneAfter;
            alarm.wake(peer.doubtedUntil);
        }
        if (!peer.asked) {
            ping(now, peer);
        }
    }

    void hangUp(long now, Peer peer) {
        long link = peer.link;
        if (link != 0) {
            byLink.remove(link);
            network.close(link);
            boolean wasOpen = peer.open;
            peer.link = 0;
            peer.open = false;
            peer.dialAt = Long.MAX_VALUE;
            if (peer.entered()) {
                membership.cut(now, peer.id, link, wasOpen);
            }
        }
    }

    /**
     * Ends all links.
     *
     * @param lastWord said on each before, if it can be said; null for none
     */
    void close(@Nullable IntFunction<Message> lastWord) {
        if (lastWord != null) {
            for (Peer peer : byLink.values()) {
                network.send(peer.link, Codec.encode(lastWord.apply(peer.outgoing)));
            }
        }
        byLink.keySet().forEach(network::close);
        byLink.clear();
    }
}
