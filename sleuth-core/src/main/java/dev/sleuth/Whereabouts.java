package dev.sleuth;

import dev.sleuth.zre.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a peer lives now. Looks at the machine's interfaces twice a second; when those that were chosen change, the
 * ROUTER listens at the new ones first, then beacons go there, and then the links that left from an address that is
 * gone are given up, to be made again from one that is there.
 */
final class Whereabouts {
    private static final Logger LOG = LoggerFactory.getLogger(Whereabouts.class);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final String name;
    private final InterfaceChoice choice;
    private final BeaconChannel beacons;
    private final Inbox inbox;
    private final Links links;
    private final EventLoop loop;

    private volatile List<NetworkPlace> places;
    /** What is told while there is none. */
    private volatile NetworkPlace lastKnown;
    /** The event loop's: whether the ROUTER has been asked and has not answered yet. */
    private boolean asked;
    /** The event loop's: whether beacons are sent and heard everywhere. */
    private boolean complete = true;

    /** @param name of the peer, for the log */
    Whereabouts(
            String name,
            InterfaceChoice choice,
            List<NetworkPlace> start,
            BeaconChannel beacons,
            Inbox inbox,
            Links links,
            EventLoop loop) {
        this.name = name;
        this.choice = choice;
        this.beacons = beacons;
        this.inbox = inbox;
        this.links = links;
        this.loop = loop;
        this.places = among(start, inbox.hosts());
        this.lastKnown = places.get(0);
    }

    private static List<NetworkPlace> among(List<NetworkPlace> wanted, List<String> bound) {
        return wanted.stream().filter(place -> bound.contains(place.host())).collect(Collectors.toUnmodifiableList());
    }

    /** Says where the peer lives, and has the interfaces looked at from now on; before the loop is started. */
    void start() {
        LOG.info("{} lives on {}, TCP port {}", name, text(places), inbox.port());
        loop.repeat(LOOK_NANOS, this::look);
    }

    private static String text(List<NetworkPlace> places) {
        return places.stream().map(NetworkPlace::text).collect(Collectors.joining(", "));
    }

    /** Empty while no chosen interface is there. */
    List<LocalAddress> addresses() {
        return places.stream()
                .map(place -> new LocalAddress(place.name(), endpoint(place)))
                .collect(Collectors.toUnmodifiableList());
    }

    /** The first of them, or the last that there was. */
    Endpoint endpoint() {
        return endpoint(lastKnown);
    }

    private Endpoint endpoint(NetworkPlace place) {
        return new Endpoint(place.host(), inbox.port());
    }

    private void look() {
        List<NetworkPlace> wanted = choice.among(Surroundings.lately());
        if (!asked && !(complete && wanted.equals(places))) {
            inbox.listen(hosts(wanted), bound -> loop.execute(() -> live(among(wanted, bound))));
            asked = true;
        }
    }

    private static List<String> hosts(List<NetworkPlace> places) {
        return places.stream().map(NetworkPlace::host).distinct().collect(Collectors.toUnmodifiableList());
    }

    /** From now on, here: the ROUTER listens there already. On the event loop. */
    void live(List<NetworkPlace> next) {
        asked = false;
        List<NetworkPlace> before = places;
        if (complete && next.equals(before)) {
            return;
        }
        places = next;
        complete = beacons.move(next, loop);
        if (next.isEmpty()) {
            LOG.warn("{} has no interface any more and waits for one: {}", name, String.join(", ", choice.wanted()));
        } else {
            lastKnown = next.get(0);
            LOG.info("{} now lives on {}; before, on {}", name, text(next), text(before));
        }
        Set<String> gone = new LinkedHashSet<>(hosts(before));
        hosts(next).forEach(gone::remove);
        links.giveUp(gone);
    }

    /** Which of our addresses {@code remote} can reach. Costs about 20 µs, and nothing on the network. */
    String facing(Endpoint remote) {
        Way way = way(remote);
        return way == null ? lastKnown.host() : way.host();
    }

    /** How {@code remote} is spoken to; null while there is no interface. */
    @Nullable
    Way way(Endpoint remote) {
        List<NetworkPlace> here = places;
        return here.isEmpty() ? null : Way.among(here, address(remote), bySystem(remote));
    }

    /** The address that the system would leave from; empty if it knows no way. */
    private static String bySystem(Endpoint remote) {
        try (DatagramChannel probe = DatagramChannel.open(StandardProtocolFamily.INET)) {
            probe.connect(new InetSocketAddress(remote.host(), remote.port()));
            return ((InetSocketAddress) probe.getLocalAddress()).getAddress().getHostAddress();
        } catch (IOException unreachable) {
            return "";
        }
    }

    private static InetAddress address(Endpoint remote) {
        try {
            return InetAddress.getByName(remote.host());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an endpoint's host is an address in digits", impossible);
        }
    }
}
