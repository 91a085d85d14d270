package dev.sleuth.rpc;

import dev.sleuth.zre.Beacon;
import dev.sleuth.zre.Cause;
import dev.sleuth.zre.Codec;
import dev.sleuth.zre.MalformedException;
import dev.sleuth.zre.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.assertj.core.api.Assertions;

/**
 * A network for engines on a clock that the test moves by hand. Nothing arrives before the test delivers it; what goes
 * over it is bytes. Links are in order: what was sent first is delivered first, unless the test holds it back.
 */
final class FakeWire {
    static final long MS = 1_000_000;
    /** More deliveries than any story needs: to get there is to never come to rest. */
    private static final int BOUND = 20_000;

    /** Something under way. {@code from} and {@code to} are the same for what happens inside of one peer. */
    record Delivery(FakePeer from, FakePeer to, String text, Runnable arrive) {
        boolean isDatagram() {
            return text.startsWith("beacon");
        }

        boolean isMessage() {
            return text.startsWith("message");
        }

        @Override
        public String toString() {
            return from.name + " -> " + to.name + ": " + text;
        }
    }

    /** A message as it left a peer. */
    record Sent(FakePeer from, FakePeer to, long link, Message message) {}

    private record Link(FakePeer owner, long number, FakePeer target) {}

    long now = 1_000 * MS;
    /** Whether an address at which nobody listens says nothing, instead of refusing. */
    boolean silent;
    /** All messages that ever left, in order. */
    final List<Sent> sent = new ArrayList<>();

    private final Map<String, FakePeer> peers = new LinkedHashMap<>();
    private final Map<String, Link> links = new LinkedHashMap<>();
    private final ArrayDeque<Delivery> flying = new ArrayDeque<>();
    private Predicate<Delivery> held = delivery -> false;

    /** Plugs a peer in; its first beacon goes out with the first {@link #advance}. */
    FakePeer plugIn(FakePeer peer) {
        peers.put(peer.endpoint().toString(), peer);
        return peer;
    }

    /** What matches stays under way until somebody calls {@link #release}. */
    void hold(Predicate<Delivery> what) {
        held = what;
    }

    void release() {
        held = delivery -> false;
    }

    /** Loses what matches and is under way. */
    void lose(Predicate<Delivery> what) {
        flying.removeIf(what);
    }

    /** Delivers the first thing that matches. */
    void deliverOne(Predicate<Delivery> which) {
        for (Iterator<Delivery> all = flying.iterator(); all.hasNext(); ) {
            Delivery delivery = all.next();
            if (which.test(delivery)) {
                all.remove();
                delivery.arrive().run();
                return;
            }
        }
        throw new AssertionError("nothing like that is under way, only " + flying);
    }

    /** Delivers until nothing but what is held is under way; returns how much that was. */
    int deliverAll() {
        int delivered = 0;
        while (true) {
            Delivery next = flying.stream().filter(held.negate()).findFirst().orElse(null);
            if (next == null) {
                return delivered;
            }
            flying.remove(next);
            next.arrive().run();
            if (++delivered > BOUND) {
                throw new AssertionError("does not come to rest; next "
                        + flying.stream().limit(5).toList());
            }
        }
    }

    /** Lets time pass: every engine is ticked at its own deadlines, and everything arrives at once. */
    void advance(long millis) {
        long end = now + millis * MS;
        for (int turn = 0; turn < BOUND; turn++) {
            deliverAll();
            long due = peers.values().stream()
                    .filter(peer -> !peer.dead)
                    .mapToLong(FakePeer::deadline)
                    .min()
                    .orElse(end);
            if (due > end) {
                now = end;
                return;
            }
            now = Math.max(now, due);
            for (FakePeer peer : List.copyOf(peers.values())) {
                if (!peer.dead && peer.deadline() <= now) {
                    peer.engine.tick(now);
                    Assertions.assertThat(peer.deadline())
                            .as("the next deadline of " + peer.name)
                            .isGreaterThan(now);
                }
            }
        }
        throw new AssertionError("the deadlines do not come to rest");
    }

    /** The connections of {@code from} to {@code to} break, and what is under way on them is lost. */
    void cut(FakePeer from, FakePeer to) {
        lose(delivery -> delivery.from() == from && delivery.to() == to && delivery.isMessage());
        for (Link link : List.copyOf(links.values())) {
            if (link.owner == from && link.target == to) {
                links.remove(key(from, link.number));
                fly(from, from, "broken " + link.number, () -> from.engine.broken(now, link.number, Cause.BROKEN));
            }
        }
    }

    /** What {@code from} says on its connections to {@code to} is not heard any more, and nobody tells it. */
    void deafen(FakePeer from, FakePeer to) {
        lose(delivery -> delivery.from() == from && delivery.to() == to && delivery.isMessage());
        links.values().removeIf(link -> link.owner == from && link.target == to);
    }

    /** {@code peer} is no more, as after kill -9: its port refuses and the connections to it break. */
    void kill(FakePeer peer) {
        peer.dead = true;
        flying.removeIf(delivery -> delivery.to() == peer);
        List.copyOf(peers.values()).stream().filter(other -> other != peer).forEach(other -> cut(other, peer));
    }

    void fly(FakePeer from, FakePeer to, String text, Runnable arrive) {
        flying.add(new Delivery(from, to, text, () -> {
            if (!to.dead) {
                arrive.run();
            }
        }));
    }

    void broadcast(FakePeer from, Beacon beacon) {
        byte[] bytes = beacon.encode();
        // Everybody hears a datagram, its sender too.
        for (FakePeer to : List.copyOf(peers.values())) {
            fly(
                    from,
                    to,
                    "beacon " + beacon.port(),
                    () -> to.engine.beacon(now, from.host, Beacon.decode(bytes, bytes.length)));
        }
    }

    void open(FakePeer from, long number, String endpoint) {
        FakePeer target = peers.get(endpoint);
        if (silent && target == null) {
            return;
        }
        if (target == null || target.dead) {
            fly(from, from, "broken " + number, () -> from.engine.broken(now, number, Cause.REFUSED));
        } else {
            links.put(key(from, number), new Link(from, number, target));
            fly(from, from, "opened " + number, () -> from.engine.opened(now, number));
        }
    }

    void send(FakePeer from, long number, byte[][] frames) {
        Link link = links.get(key(from, number));
        if (link == null) {
            return; // Broken, and nobody has told the sender yet.
        }
        List<byte[]> bytes = List.of(frames);
        try {
            Message message = Codec.decode(bytes);
            sent.add(new Sent(from, link.target, number, message));
            String text = "message " + message.getClass().getSimpleName() + " " + message.sequence();
            fly(from, link.target, text, () -> link.target.arrived(from, message));
        } catch (MalformedException broken) {
            throw new AssertionError("an engine sent what cannot be read", broken);
        }
    }

    void close(FakePeer from, long number) {
        // What was sent before still leaves.
        links.remove(key(from, number));
    }

    List<Message> sent(FakePeer from, FakePeer to) {
        return sent.stream()
                .filter(one -> one.from == from && one.to == to)
                .map(Sent::message)
                .toList();
    }

    <M extends Message> List<M> sent(FakePeer from, FakePeer to, Class<M> kind) {
        return sent(from, to).stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static String key(FakePeer owner, long number) {
        return owner.name + number;
    }
}
