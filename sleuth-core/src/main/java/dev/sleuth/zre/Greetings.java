package dev.sleuth.zre;

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
        if (peer != null && restarted(now, peer, hello)) {
            peer = table.startOver(now, peer, Cause.RESTARTED);
        } else if (peer == null) {
            // Dial where the connection came from; only the port can be known from nothing but the claim.
            Endpoint claim = Endpoint.parse(hello.endpoint());
            if (claim == null) {
                membership.rejected(now, from, "endpoint", "HELLO with the endpoint " + hello.endpoint());
                return;
            }
            peer = table.add(now, from, new Endpoint(host, claim.port()));
            if (peer == null) {
                return;
            }
            lines.dial(now, peer);
        }
        boolean entered = peer.entered();
        peer.hello = hello;
        peer.incoming = (hello.sequence() + 1) & 0xFFFF;
        peer.status = hello.status();
        peer.inGroup = hello.groups().contains(group);
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
                before.headers().equals(hello.headers()) && hello.groups().contains(group) == peer.inGroup;
        return !same || peer.leaving || now - peer.dialled >= helloWithin;
    }
}
