package dev.sleuth.zre;

import org.jspecify.annotations.Nullable;

/** What we know of one remote peer. Only the machine touches it. */
final class Peer {
    final PeerId id;
    /** When we began to greet it. */
    final long since;
    /** Where it was greeted first. */
    final String home;

    Endpoint endpoint;
    /** Where else its beacons come from; dialled when the endpoint refuses. Null if there is no such place. */
    @Nullable
    Endpoint spare;
    /** Its last HELLO; null until it greets us. */
    Message.@Nullable Hello hello;

    /** The host of the connection on which it greeted us: what comes from elsewhere is not its word. */
    @Nullable
    String voice;
    /** Who greeted us from elsewhere with its identity; null if nobody did since we knew that it is there. */
    @Nullable
    Claim claim;
    /** Until when a HELLO of its own may only mean that it takes its connection back from somebody else. */
    long takesBackUntil = Long.MIN_VALUE;
    /** When its last beacon came from its endpoint. */
    long beaconed;
    /** Whether somebody took a connection of ours to it: it is more than words. */
    boolean proven;

    /** Whether it said that it leaves. What it sent before may still come. */
    boolean leaving;
    /** The PING whose answer shows that somebody else said so. */
    long farewellPing;
    /** Until when nobody is believed again who says that it leaves, other than on its link. */
    long staysUntil = Long.MIN_VALUE;
    /** Whether it is in our group. */
    boolean inGroup;

    /** 0 if there is none: then {@link #dialAt} says when the next is made. */
    long link;

    boolean open;
    long dialled;
    long dialAt;
    /** Whether the last break came so soon that the next one has to wait. */
    boolean hurried;

    /** Until when the link in place of a broken one must be open; {@link Long#MAX_VALUE} if there is none such. */
    long reachBy = Long.MAX_VALUE;

    /** The number of the next message on the link. */
    int outgoing;
    /** The number that its next message has to carry. */
    int incoming;
    /** What its last HELLO, JOIN or LEAVE said. */
    int status;

    long heard;
    /** Whether it was pinged since it was last heard. */
    boolean asked;
    /** Until when it must have answered a PING; {@link Long#MAX_VALUE} without doubt. */
    long doubtedUntil = Long.MAX_VALUE;
    /** Whether it has missed one such time already. */
    boolean missed;
    /** How often it has greeted us since we last greeted it, or knew that it knows us. */
    int greetings;
    /** Whether we lost track of it, which it need not know: then our HELLO may mean nothing to it. */
    boolean lostByUs;

    /** How many answers it owes us. */
    int owed;
    /** Since when it has said nothing on its connection, or owes an answer, whichever came later. */
    long silentSince;
    /** Whether it was pinged because of that. */
    boolean probed;
    /** Whether it is better not asked anything. */
    boolean suspect;
    /**
     * Whether we stood still, so that what comes from it now may have waited in our sockets, until the PING with this
     * number is answered.
     */
    boolean stale;

    long stalePing;

    /** Whether something was said to it since it was last asked whether it has read all. */
    boolean unread;
    /** The PING whose answer shows that it has. */
    long readPing;
    /** Until when that is waited for. */
    long readBy = Long.MIN_VALUE;

    final Backlog backlog = new Backlog();

    Peer(PeerId id, Endpoint endpoint, long now) {
        this.id = id;
        this.endpoint = endpoint;
        this.since = now;
        this.home = endpoint.host();
        this.beaconed = now;
        this.heard = now;
    }

    /** Whether the layer above knows it. */
    boolean entered() {
        return hello != null;
    }

    /** Whether it greeted us as one of {@code group}, and is none any more. */
    boolean hasLeft(String group) {
        return !inGroup && hello != null && hello.groups().contains(group);
    }

    /** Whether {@code host} is one of those that its beacons come from. */
    boolean isAt(String host) {
        return isOwn(host) || (spare != null && spare.host().equals(host));
    }

    /** Whether a HELLO from {@code host} is its own: it spoke from there before, or it is where we reach it. */
    boolean isOwn(String host) {
        return host.equals(voice) || endpoint.host().equals(host);
    }

    /** Takes the place of the other address that its beacons came from; false if there is none. */
    boolean takeSpare() {
        reachBy = Long.MAX_VALUE;
        if (spare == null) {
            return false;
        }
        endpoint = spare;
        spare = null;
        return true;
    }

    /** Tries the other address that its beacons came from, if there is one, and keeps this one. */
    void swapPlaces() {
        if (spare != null) {
            Endpoint other = spare;
            spare = endpoint;
            endpoint = other;
        }
    }

    /** It has answered. */
    void certain() {
        doubtedUntil = Long.MAX_VALUE;
        missed = false;
        greetings = 0;
        claim = null;
    }

    /**
     * It was us who stood still for so long: what it had to do by then it may do so much later. And what it has done
     * may still wait in our sockets, so whatever is due is not due before that was read.
     */
    void postpone(long now, long late, Timing timing) {
        long grace = timing.patience().toNanos();
        heard = Math.min(now, Math.max(heard + late, now - timing.gone().toNanos() + grace));
        silentSince = Math.min(
                now, Math.max(silentSince + late, now - timing.suspicion().toNanos()));
        if (doubtedUntil != Long.MAX_VALUE) {
            doubtedUntil = Math.max(doubtedUntil + late, now + grace);
        }
        if (reachBy != Long.MAX_VALUE) {
            reachBy = Math.max(reachBy + late, now + grace);
        }
    }

    void alive(long now) {
        heard = now;
        asked = false;
    }

    void countOutgoing() {
        // RFC 36: the sequence is a 2-byte number that wraps to zero.
        outgoing = (outgoing + 1) & 0xFFFF;
    }
}
