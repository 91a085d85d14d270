package dev.sleuth.zre;

import org.jspecify.annotations.Nullable;

/** What a HELLO means: a new peer, one that began again, or the answer to our own. */
final class Greetings {
    private final Table table;
    private final Lines lines;
    private final Membership membership;
    private final Alarm alarm;
    private final String group;
    private final long quietAfter;
    private final long helloWithin;

    Greetings(Table table, Lines lines, Membership membership, String group, Timing timing, Alarm alarm) {
        this.table = table;
        this.lines = lines;
        this.membership = membership;
        this.group = group;
        this.alarm = alarm;
        this.quietAfter = timing.quiet().toNanos();
        this.helloWithin = timing.hello().toNanos();
    }

    void hello(long now, PeerId from, String host, Message.Hello hello) {
        Peer peer = table.get(from);
        if (peer == null) {
            peer = guest(now, from, host, hello);
            if (peer == null) {
                return;
            }
        } else if (peer.entered() && !peer.isOwn(host)) {
            claimed(now, peer, host, hello);
            return;
        } else if (restarted(now, peer, hello)) {
            peer = table.startOver(now, peer, Cause.RESTARTED);
        }
        enter(now, peer, host, hello, (hello.sequence() + 1) & 0xFFFF);
    }

    /** Dials where the connection came from; only the port can be known from nothing but the claim. */
    private @Nullable Peer guest(long now, PeerId from, String host, Message.Hello hello) {
        Endpoint claim = endpoint(now, from, host, hello);
        Peer guest = claim == null ? null : table.addGuest(now, from, claim);
        if (guest != null) {
            lines.dial(now, guest);
        }
        return guest;
    }

    private @Nullable Endpoint endpoint(long now, PeerId from, String host, Message.Hello hello) {
        Endpoint claim = Endpoint.parse(hello.endpoint());
        if (claim == null) {
            membership.rejected(now, from, Reason.ENDPOINT, "HELLO with the endpoint " + hello.endpoint());
            return null;
        }
        return new Endpoint(host, claim.port());
    }

    /** Not believed at once: the member is asked, where it was up to now. */
    private void claimed(long now, Peer peer, String host, Message.Hello hello) {
        membership.rejected(
                now, peer.id, Reason.OTHER_HOST, "HELLO from " + host + ", but it spoke from " + peer.voice);
        Endpoint endpoint = endpoint(now, peer.id, host, hello);
        if (endpoint == null || peer.leaving) {
            return;
        }
        peer.claim = new Claim(host, endpoint, hello);
        stolen(now, peer);
    }

    /**
     * Somebody used its identity: our ROUTER has handed it over, and no longer hears the member's own connection, which
     * the member cannot know. If it is there it makes another one when it is greeted again.
     */
    void stolen(long now, Peer peer) {
        peer.takesBackUntil = now + helloWithin;
        if (peer.link != 0 && now - peer.dialled >= quietAfter) {
            lines.hangUp(now, peer);
            lines.dial(now, peer);
        } else if (peer.doubtedUntil == Long.MAX_VALUE) {
            lines.doubt(now, peer);
        }
    }

    /** The member does not answer: whoever greeted us with its identity from elsewhere is it now. */
    void believe(long now, Peer peer, Claim claim) {
        table.remove(now, peer, Cause.RESTARTED);
        Peer again = table.put(now, peer.id, claim.endpoint);
        lines.dial(now, again);
        if (claim.isWhole()) {
            enter(now, again, claim.host, claim.hello, claim.next());
        }
    }

    private void enter(long now, Peer peer, String host, Message.Hello hello, int next) {
        boolean entered = peer.entered();
        peer.hello = hello;
        peer.incoming = next;
        peer.voice = host;
        peer.claim = null;
        peer.status = hello.status();
        peer.inGroup = hello.groups().contains(group);
        peer.alive(now);
        peer.greetings++;
        alarm.wake(now + quietAfter);
        if (entered) {
            knowsUs(now, peer);
        } else {
            table.entered(peer);
            membership.entered(now, peer.id, peer.endpoint, hello);
            if (peer.lostByUs) {
                lines.doubt(now, peer);
            }
        }
    }

    /**
     * Asks a member that greets us once more. One HELLO may have crossed our own; a second one while it is asked shows
     * that it does not know us. zyre.js forgets whoever sends it a number that it does not expect, our HELLO 1 on a new
     * link as well as every PING after that, and never looks at the message itself.
     */
    private void knowsUs(long now, Peer peer) {
        if (peer.greetings >= 2 && peer.doubtedUntil != Long.MAX_VALUE) {
            // Two of theirs for one of ours, and none too soon: two that do this to each other come to rest.
            lines.hangUp(now, peer);
            lines.redial(now, peer);
        } else {
            lines.doubt(now, peer);
        }
    }

    private boolean restarted(long now, Peer peer, Message.Hello hello) {
        Message.Hello before = peer.hello;
        if (before == null) {
            return false;
        }
        boolean same =
                before.headers().equals(hello.headers()) && hello.groups().contains(group) == peer.inGroup;
        boolean tookBack = now < peer.takesBackUntil;
        return !same || peer.leaving || (now - peer.dialled >= helloWithin && !tookBack);
    }
}
