package dev.sleuth.zre;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everybody we know: who is taken in, who goes, and who begins again. */
final class Table {
    /** More peers than this are not taken: a stranger could invent them faster than they expire. */
    static final int MAX_PEERS = 4096;

    private final Membership membership;
    private final Lines lines;
    private final Map<PeerId, Peer> peers = new LinkedHashMap<>();

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

    /** Takes a new peer in; null if there is no room. */
    @Nullable
    Peer add(long now, PeerId id, Endpoint endpoint) {
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

    void remove(long now, Peer peer, Cause cause) {
        lines.hangUp(peer);
        peers.remove(peer.id);
        if (peer.entered()) {
            membership.exited(now, peer.id, cause);
        }
    }

    /** The peer exits, and is greeted so that it may enter again: it need not know that we lost track of it. */
    Peer startOver(long now, Peer peer, Cause cause) {
        remove(now, peer, cause);
        Peer again = put(now, peer.id, peer.endpoint);
        again.dialled = peer.dialled;
        lines.redial(now, again);
        return again;
    }

    /** Where a peer was dialled there is nobody: another place of it is tried, or it is gone. */
    void nobodyThere(long now, Peer peer, Cause cause) {
        lines.hangUp(peer);
        if (peer.takeSpare()) {
            lines.redial(now, peer);
        } else {
            remove(now, peer, cause);
        }
    }

    /** Forgets everybody, without a word. */
    void clear() {
        peers.clear();
    }
}
