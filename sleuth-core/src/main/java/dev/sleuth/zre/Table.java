package dev.sleuth.zre;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Everybody we know: who is taken in, who goes, and who begins again. */
final class Table {
    /** More peers than this are not taken: a stranger could invent them faster than they expire. */
    static final int MAX_PEERS = 4096;

    /** How many at once may have greeted us without having taken a connection of ours, in all and of one host. */
    static final int MAX_UNPROVEN = 1024;

    static final int MAX_UNPROVEN_OF_ONE_HOST = 256;

    private final Membership membership;
    private final Lines lines;
    private final Map<PeerId, Peer> peers = new LinkedHashMap<>();
    /** Who greeted us and had not taken our connection when we last looked. */
    private final Map<PeerId, Peer> unproven = new LinkedHashMap<>();

    private Consumer<Peer> settled = peer -> {};

    Table(Membership membership, Lines lines) {
        this.membership = membership;
        this.lines = lines;
    }

    @Nullable
    Peer get(@Nullable PeerId id) {
        return peers.get(id);
    }

    /** As they are now; whoever is removed meanwhile does no harm. */
    List<Peer> all() {
        return new ArrayList<>(peers.values());
    }

    /** Tells of every peer that a beacon announced and that has entered or is gone. */
    void whenSettled(Consumer<Peer> settled) {
        this.settled = settled;
    }

    /** Takes in whom a beacon announced; null if there is no room. */
    @Nullable
    Peer addStranger(long now, PeerId id, Endpoint endpoint) {
        return hasRoom(now, id) ? put(now, id, endpoint) : null;
    }

    /** Takes in who greeted us; null if there is no room. */
    @Nullable
    Peer addGuest(long now, PeerId id, Endpoint endpoint) {
        if (!hasRoom(now, id) || !mayProve(now, id, endpoint.host())) {
            return null;
        }
        Peer guest = put(now, id, endpoint);
        unproven.put(id, guest);
        return guest;
    }

    private boolean hasRoom(long now, PeerId id) {
        if (peers.size() >= MAX_PEERS + Newcomers.AT_ONCE) {
            membership.rejected(now, id, Reason.TOO_MANY_PEERS, "already " + MAX_PEERS + " peers");
            return false;
        }
        return true;
    }

    /** Somebody who greets us with ever new identities would fill the table, and have us dial whatever port it says. */
    private boolean mayProve(long now, PeerId id, String host) {
        if (unproven.size() < MAX_UNPROVEN_OF_ONE_HOST) {
            return true;
        }
        unproven.values().removeIf(guest -> guest.proven || peers.get(guest.id) != guest);
        long same = unproven.values().stream()
                .filter(guest -> guest.home.equals(host))
                .count();
        if (same < MAX_UNPROVEN_OF_ONE_HOST && unproven.size() < MAX_UNPROVEN) {
            return true;
        }
        membership.rejected(
                now, id, Reason.TOO_MANY_PEERS, "already " + same + " peers at " + host + " that took no connection");
        return false;
    }

    /** It has greeted us. */
    void entered(Peer peer) {
        settled.accept(peer);
    }

    /** Takes in who takes the place of a peer that was just removed: there is room. */
    Peer put(long now, PeerId id, Endpoint endpoint) {
        Peer peer = new Peer(id, endpoint, now);
        peers.put(id, peer);
        return peer;
    }

    void remove(long now, Peer peer, Cause cause) {
        lines.hangUp(now, peer);
        peers.remove(peer.id);
        settled.accept(peer);
        if (peer.entered()) {
            membership.exited(now, peer.id, cause, peer.heard);
        }
    }

    /** The peer exits, and is greeted so that it may enter again: it need not know that we lost track of it. */
    Peer startOver(long now, Peer peer, Cause cause) {
        remove(now, peer, cause);
        Peer again = put(now, peer.id, peer.endpoint);
        again.dialled = peer.dialled;
        again.lostByUs = cause != Cause.RESTARTED;
        lines.redial(now, again);
        return again;
    }

    /** Forgets everybody, without a word. */
    void clear() {
        peers.clear();
        unproven.clear();
    }
}
