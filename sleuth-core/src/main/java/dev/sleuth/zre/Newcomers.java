package dev.sleuth.zre;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Peers that a beacon announced and that have not greeted us: true ones, or inventions of a stranger, who can make up
 * thousands a second. They are counted apart from the members, so they crowd out none, and are greeted in turn, the
 * hosts one after the other: so many at once, so many a second, of one host and in all. Whoever was heard again while
 * it waited comes first, because true peers go on beaconing. Whoever greets us itself does not wait at all.
 */
final class Newcomers {
    /** How many may wait: 150 bytes each. */
    static final int MAX_WAITING = 8192;
    /** How many are greeted at once. */
    static final int AT_ONCE = 128;

    static final int AT_ONCE_OF_ONE_HOST = 64;
    /**
     * How many are greeted without delay after a quiet time; whoever greets us back leaves room for the next at once.
     */
    static final int IN_A_ROW = 64;

    static final int IN_A_ROW_OF_ONE_HOST = 16;
    /** How many are greeted in a second while nobody greets us back: that is what it costs to listen to inventions. */
    static final int PER_SECOND = 32;

    static final int PER_SECOND_OF_ONE_HOST = 8;

    /** A second beacon within this part of {@link Timing#quiet} is the same one on another way. */
    private static final int SAME_PER_QUIET = 16;
    /** How often it is looked whose turn it is, while somebody waits. */
    private static final int LOOKS_PER_QUIET = 8;

    private final Table table;
    private final Lines lines;
    private final Membership membership;
    private final long quietAfter;
    private final long helloWithin;
    private final Allowance allowance;
    private final Map<PeerId, Waiting> waiting = new LinkedHashMap<>();
    /** Whom we have greeted, the oldest first. */
    private final Map<PeerId, Peer> greeted = new LinkedHashMap<>();
    /** The one whose turn is next first. */
    private final Map<String, Host> hosts = new LinkedHashMap<>();

    private long due = Long.MAX_VALUE;

    Newcomers(Table table, Lines lines, Membership membership, Timing timing, long now) {
        this.table = table;
        this.lines = lines;
        this.membership = membership;
        this.quietAfter = timing.quiet().toNanos();
        this.helloWithin = timing.hello().toNanos();
        this.allowance = new Allowance(IN_A_ROW, PER_SECOND, now);
        table.whenSettled(this::settled);
    }

    /** One that waits for its turn. */
    private static final class Waiting {
        final PeerId id;
        final Host host;
        final long since;
        int port;
        long heard;
        boolean again;

        Waiting(PeerId id, Host host, int port, long now) {
            this.id = id;
            this.host = host;
            this.port = port;
            this.since = now;
            this.heard = now;
        }

        /** Made only now, because most never come to it. */
        Endpoint endpoint() {
            return new Endpoint(host.name, port);
        }

        Map<PeerId, Waiting> queue() {
            return again ? host.again : host.once;
        }
    }

    /** Who waits at one host, and who has been greeted there. */
    private static final class Host {
        final String name;
        final Allowance allowance;
        /** Who was heard again, and who was heard once; the oldest first. */
        final Map<PeerId, Waiting> again = new LinkedHashMap<>();

        final Map<PeerId, Waiting> once = new LinkedHashMap<>();
        int greeted;

        Host(String name, long now) {
            this.name = name;
            allowance = new Allowance(IN_A_ROW_OF_ONE_HOST, PER_SECOND_OF_ONE_HOST, now);
        }

        int size() {
            return again.size() + once.size();
        }

        /** Who has waited longest; null if nobody waits. */
        @Nullable
        Waiting first(boolean orOnce) {
            return Newcomers.first(again.isEmpty() && orOnce ? once : again);
        }
    }

    /** The beacon of a peer that is not in the table. */
    void beacon(long now, PeerId id, Endpoint endpoint) {
        Host host = hosts.computeIfAbsent(endpoint.host(), name -> new Host(name, now));
        Waiting before = waiting.get(id);
        if (before != null && before.host == host) {
            heardAgain(now, before, endpoint.port());
            return;
        }
        forget(id);
        // Who comes first takes what becomes free, so who waits by right must not wait for the next look.
        if (host.again.isEmpty() && greet(now, id, endpoint, host)) {
            return;
        }
        if (waiting.size() >= MAX_WAITING) {
            crowdOut(now, host);
        }
        Waiting one = new Waiting(id, host, endpoint.port(), now);
        waiting.put(id, one);
        host.once.put(id, one);
        due = Math.min(due, now + quietAfter / LOOKS_PER_QUIET);
    }

    /** It keeps its place. */
    private void heardAgain(long now, Waiting one, int port) {
        one.heard = now;
        one.port = port;
        if (!one.again && now - one.since >= quietAfter / SAME_PER_QUIET) {
            one.host.once.remove(one.id);
            one.again = true;
            one.host.again.put(one.id, one);
        }
    }

    /** Makes room: at a host with more than its share, first of all. */
    private void crowdOut(long now, Host newest) {
        Waiting last = oldest(newest.size() > MAX_WAITING / hosts.size() ? List.of(newest) : hosts.values());
        if (last == null) {
            last = oldest(hosts.values());
        }
        Waiting out = Objects.requireNonNull(last, "there are many");
        forget(out.id);
        membership.rejected(now, out.id, Reason.CROWDED, "newer beacons than its own wait");
    }

    /** Of those heard once, if there are any. */
    private static @Nullable Waiting oldest(Iterable<Host> among) {
        for (Host host : among) {
            if (!host.once.isEmpty()) {
                return first(host.once);
            }
        }
        for (Host host : among) {
            Waiting first = host.first(true);
            if (first != null) {
                return first;
            }
        }
        return null;
    }

    /** It need not wait any more. */
    void forget(PeerId id) {
        Waiting one = waiting.remove(id);
        if (one != null) {
            one.queue().remove(id);
        }
    }

    void tick(long now) {
        if (now < due) {
            return;
        }
        for (Host host : hosts.values()) {
            dropStale(now, host.again);
            dropStale(now, host.once);
        }
        greet(now, false);
        greet(now, true);
        hosts.values().removeIf(host -> host.greeted == 0 && host.size() == 0 && host.allowance.isWhole(now));
        due = waiting.isEmpty() ? Long.MAX_VALUE : now + quietAfter / LOOKS_PER_QUIET;
    }

    long deadline() {
        return due;
    }

    /** Who has not been heard for long, as far as nobody is before it that was. */
    private void dropStale(long now, Map<PeerId, Waiting> queue) {
        for (Waiting one = first(queue); one != null && now - one.heard >= helloWithin; one = first(queue)) {
            forget(one.id);
        }
    }

    private static @Nullable Waiting first(Map<PeerId, Waiting> queue) {
        return queue.isEmpty() ? null : queue.values().iterator().next();
    }

    /** Lets those in whose turn it is; a host whose turn it was is the last the next time. */
    private void greet(long now, boolean orOnce) {
        for (Map.Entry<String, Host> next : List.copyOf(hosts.entrySet())) {
            if (!allowance.allows(now)) {
                return;
            }
            Host host = next.getValue();
            boolean any = false;
            for (Waiting one = host.first(orOnce);
                    one != null && greet(now, one.id, one.endpoint(), host);
                    one = host.first(orOnce)) {
                forget(one.id);
                any = true;
            }
            if (any) {
                hosts.remove(next.getKey());
                hosts.put(next.getKey(), host);
            }
        }
    }

    /** Returns false if it is not its turn. */
    private boolean greet(long now, PeerId id, Endpoint endpoint, Host host) {
        if (!host.allowance.allows(now) || !allowance.allows(now) || !hasRoom(now, host, endpoint.host())) {
            return false;
        }
        Peer peer = table.addStranger(now, id, endpoint);
        if (peer != null) {
            allowance.take(now);
            host.allowance.take(now);
            host.greeted++;
            greeted.put(id, peer);
            lines.dial(now, peer);
        }
        return true;
    }

    private boolean hasRoom(long now, Host host, String address) {
        if (host.greeted >= AT_ONCE_OF_ONE_HOST) {
            return giveWay(now, address);
        }
        return greeted.size() < AT_ONCE || giveWay(now, null);
    }

    /** The one that has not greeted us back for longest gives way, if that is long enough. */
    private boolean giveWay(long now, @Nullable String address) {
        for (Peer peer : greeted.values()) {
            if (now - peer.since < quietAfter) {
                return false;
            }
            if (address == null || address.equals(peer.home)) {
                membership.rejected(now, peer.id, Reason.NO_HELLO, "no HELLO from " + peer.endpoint);
                table.remove(now, peer, Cause.SILENT);
                return true;
            }
        }
        return false;
    }

    /** It has greeted us, or it is in the table no more. */
    private void settled(Peer peer) {
        if (greeted.remove(peer.id, peer)) {
            Host host = Objects.requireNonNull(hosts.get(peer.home), "greeted there");
            host.greeted--;
            if (peer.entered()) {
                host.allowance.giveBack();
                allowance.giveBack();
            }
        }
    }
}
