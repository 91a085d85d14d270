package dev.sleuth.sim.world;

import dev.sleuth.sim.world.VirtualHost.Link;
import dev.sleuth.zre.Beacon;
import dev.sleuth.zre.Cause;
import dev.sleuth.zre.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A seeded model of hosts on one network, as far as ZRE can tell: datagrams to everyone, and connections, each with its
 * messages in order. It loses and delays nothing by itself; faults are decided at the receiver, by {@link FaultyInlet}.
 *
 * <p>When a process ends, its kernel resets the connections to it and refuses new ones; what it had handed over still
 * arrives. A frozen process has a kernel that is awake: connections to it open and take what is sent.
 */
final class VirtualNetwork {
    private static final long NONE = -1;

    private final long seed;
    private final Timeline timeline;
    private final List<VirtualHost> hosts = new ArrayList<>();
    private final Map<Endpoint, VirtualHost> listeners = new LinkedHashMap<>();
    private final Map<String, Map<String, Route>> routes = new LinkedHashMap<>();
    private long deliveries;
    private long nudged = NONE;

    VirtualNetwork(long seed, Timeline timeline) {
        this.seed = seed;
        this.timeline = timeline;
    }

    /**
     * Delays the message that is the {@code delivery}-th to be sent on any link, from 0, by one nanosecond: for tests.
     */
    void nudge(long delivery) {
        nudged = delivery;
    }

    /** A process begins to listen. */
    void join(VirtualHost host) {
        hosts.add(host);
        listeners.put(host.endpoint, host);
    }

    /**
     * A process has ended. What it sent on links that are open, or that it closed itself, still arrives.
     *
     * @return how many links of others were cut by it
     */
    int leave(VirtualHost host) {
        host.up = false;
        hosts.remove(host);
        listeners.remove(host.endpoint);
        host.links.values().forEach(VirtualNetwork::cut);
        host.links.clear();
        int cuts = 0;
        for (VirtualHost other : hosts) {
            for (Link link : other.links.values()) {
                if (link.isAcceptedBy(host) && !link.cut) {
                    cut(link);
                    cuts++;
                    timeline.in(route(host, other).packet(), () -> tellBroken(link, Cause.BROKEN));
                }
            }
        }
        return cuts;
    }

    /** Somebody on the way breaks a link, with all that is under way on it; false if there is none. */
    boolean sever(VirtualHost from, long number) {
        Link link = from.links.get(number);
        if (link == null || !link.connected || link.cut) {
            return false;
        }
        cut(link);
        link.severed = true;
        timeline.in(route(link.to(), from).packet(), () -> tellBroken(link, Cause.BROKEN));
        return true;
    }

    private static void cut(Link link) {
        link.cut = true;
        link.waiting.clear();
    }

    private static void tellBroken(Link link, Cause cause) {
        if (!link.closed && link.from.up) {
            link.from.guest.broken(link.number, cause);
        }
    }

    void broadcast(VirtualHost from, Beacon beacon) {
        byte[] datagram = beacon.encode();
        for (VirtualHost to : hosts) {
            if (to != from) {
                timeline.in(route(from, to).datagram(), () -> hear(to, from.address(), datagram));
            }
        }
    }

    private static void hear(VirtualHost to, String from, byte[] datagram) {
        if (to.up) {
            to.guest.beacon(from, Objects.requireNonNull(Beacon.decode(datagram, datagram.length)));
        }
    }

    /** Dials; that takes a round trip, whatever comes of it. */
    void open(VirtualHost from, long number, Endpoint endpoint) {
        Link link = new Link(from, number);
        from.links.put(number, link);
        long there = timeline.now() + route(from.address(), endpoint.host()).packet();
        long back = there + route(endpoint.host(), from.address()).packet();
        timeline.at(there, () -> accept(link, endpoint, back));
    }

    private void accept(Link link, Endpoint endpoint, long back) {
        VirtualHost to = listeners.get(endpoint);
        if (to == null) {
            link.cut = true;
            timeline.at(back, () -> tellBroken(link, Cause.REFUSED));
            return;
        }
        link.acceptedBy(to);
        timeline.at(back, () -> connected(link));
    }

    private void connected(Link link) {
        if (link.cut) {
            return;
        }
        link.connected = true;
        link.to().heard.put(link.from.id, link);
        for (byte[][] frames = link.waiting.poll(); frames != null; frames = link.waiting.poll()) {
            carry(link, frames);
        }
        if (!link.closed) {
            link.from.guest.opened(link.number);
        }
    }

    /** Returns false if there is no such link; what is sent on one that is cut vanishes in the kernel. */
    boolean send(VirtualHost from, long number, byte[][] frames) {
        Link link = from.links.get(number);
        if (link == null) {
            return false;
        }
        if (link.connected && !link.cut) {
            carry(link, frames);
        } else if (!link.cut) {
            link.waiting.add(frames);
        }
        return true;
    }

    private void carry(Link link, byte[][] frames) {
        long extra = deliveries++ == nudged ? 1 : 0;
        long arrival = timeline.now() + route(link.from, link.to()).packet() + extra;
        link.lastArrival = Math.max(arrival, link.lastArrival);
        timeline.at(link.lastArrival, () -> arrive(link, frames));
    }

    private static void arrive(Link link, byte[][] frames) {
        VirtualHost to = link.to();
        if (to.up && !link.severed && to.heard.get(link.from.id) == link) {
            to.guest.frames(link.from.id, link.from.address(), frames);
        }
    }

    void close(VirtualHost from, long number) {
        Link link = from.links.remove(number);
        if (link != null) {
            link.closed = true;
        }
    }

    private Route route(VirtualHost from, VirtualHost to) {
        return route(from.address(), to.address());
    }

    private Route route(String from, String to) {
        return routes.computeIfAbsent(from, address -> new LinkedHashMap<>())
                .computeIfAbsent(to, address -> new Route(seed, from, to));
    }
}
