package dev.sleuth.zre;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Peers that a beacon announced and that have not greeted us: true ones, or inventions of a stranger, who can make up
 * thousands a second. They are counted apart from the members, so they crowd out none, and are greeted in turn: so many
 * at once, so many a second, of one host and in all. Whoever was heard again while it waited comes first, because true
 * peers go on beaconing. Whoever greets us itself does not wait at all.
 */
final class Newcomers {
    /** How many may wait of those heard once, and as many of those heard again: 200 bytes each. */
    static final int MAX_WAITING = 8192;
    /** How many are greeted at once: each costs a socket. */
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

    private record Waiting(Endpoint endpoint, Host host, long since, long heard) {}

    /** What is under way to one host. */
    private static final class Host {
        final Allowance allowance;
        int greeted;
        int waiting;

        Host(long now) {
            allowance = new Allowance(IN_A_ROW_OF_ONE_HOST, PER_SECOND_OF_ONE_HOST, now);
        }
    }

    private final Table table;
    private final Lines lines;
    private final Membership membership;
    private final long quietAfter;
    private final long helloWithin;
    private final Allowance allowance;
    private final Map<PeerId, Waiting> once = new LinkedHashMap<>();
    private final Map<PeerId, Waiting> again = new LinkedHashMap<>();
    /** Whom we have greeted, the oldest first. */
    private final Map<PeerId, Peer> greeted = new LinkedHashMap<>();

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

    /** The beacon of a peer that is not in the table. */
    void beacon(long now, PeerId id, Endpoint endpoint) {
        Waiting before = remove(id);
        Host host = hosts.computeIfAbsent(endpoint.host(), address -> new Host(now));
        // Who comes first takes what becomes free, so who waits by right must not wait for the next look.
        if (before == null && again.isEmpty() && greet(now, id, endpoint, host)) {
            return;
        }
        long since = before == null ? now : before.since;
        boolean heardAgain = now - since >= quietAfter / SAME_PER_QUIET;
        Map<PeerId, Waiting> queue = heardAgain ? again : once;
        if (queue.size() >= MAX_WAITING) {
            PeerId oldest = queue.keySet().iterator().next();
            remove(oldest);
            membership.rejected(now, oldest, Reason.CROWDED, "newer beacons than its own wait");
        }
        queue.put(id, new Waiting(endpoint, host, since, now));
        host.waiting++;
        due = Math.min(due, now + quietAfter / LOOKS_PER_QUIET);
    }

    /** It need not wait any more. */
    void forget(PeerId id) {
        remove(id);
    }

    private @Nullable Waiting remove(PeerId id) {
        Waiting first = once.remove(id);
        Waiting removed = first != null ? first : again.remove(id);
        if (removed != null) {
            removed.host.waiting--;
        }
        return removed;
    }

    void tick(long now) {
        if (now < due) {
            return;
        }
        greet(now, again);
        greet(now, once);
        forgetHosts(now);
        boolean done = again.isEmpty() && once.isEmpty();
        due = done ? Long.MAX_VALUE : now + quietAfter / LOOKS_PER_QUIET;
    }

    long deadline() {
        return due;
    }

    private void greet(long now, Map<PeerId, Waiting> queue) {
        for (Iterator<Map.Entry<PeerId, Waiting>> all = queue.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<PeerId, Waiting> next = all.next();
            Waiting waiting = next.getValue();
            if (now - waiting.heard >= helloWithin || greet(now, next.getKey(), waiting.endpoint, waiting.host)) {
                all.remove();
                waiting.host.waiting--;
            } else if (!allowance.allows(now)) {
                return;
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

    private void forgetHosts(long now) {
        hosts.values().removeIf(host -> host.greeted == 0 && host.waiting == 0 && host.allowance.isWhole(now));
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

    /** So many at once after a quiet time, and so many in a second (a leaky bucket). */
    private static final class Allowance {
        private static final long SECOND = 1_000_000_000L;

        private final long each;
        private final long atOnce;
        /** When all that was taken would have been allowed without haste. */
        private long paidUntil;

        Allowance(int inARow, int perSecond, long now) {
            this.each = SECOND / perSecond;
            this.atOnce = inARow * each;
            this.paidUntil = now;
        }

        boolean allows(long now) {
            return paidUntil - now < atOnce;
        }

        void take(long now) {
            paidUntil = Math.max(paidUntil, now) + each;
        }

        void giveBack() {
            paidUntil -= each;
        }

        boolean isWhole(long now) {
            return paidUntil <= now;
        }
    }
}
