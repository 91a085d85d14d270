package dev.sleuth.sim.world;

import dev.sleuth.zre.Beacon;
import dev.sleuth.zre.Cause;
import dev.sleuth.zre.Endpoint;
import dev.sleuth.zre.PeerId;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** One host of {@link VirtualNetwork}, which alone touches its state, with one process on it that speaks ZRE. */
final class VirtualHost {
    /** What the process hears. Each call is an event of its own. */
    interface Guest {
        /** A datagram. */
        void beacon(String host, Beacon beacon);

        /** A message on a connection. */
        void frames(PeerId from, String host, byte[][] frames);

        /** A link that it opened is connected. */
        void opened(long link);

        /** A link that it opened is of no use any more. */
        void broken(long link, Cause cause);
    }

    /** A connection that a process opened. */
    static final class Link {
        final VirtualHost from;
        final long number;
        /** What was sent before the link is connected. */
        final Queue<byte[][]> waiting = new ArrayDeque<>();
        /** Null as long as nobody accepted it. */
        private @Nullable VirtualHost to;

        boolean connected;
        /** Whoever opened it has closed it: what was sent still leaves, but nothing more is told. */
        boolean closed;
        /** One of its ends is gone: nothing leaves any more. */
        boolean cut;
        /** What is under way on it is lost too: somebody on the way has cut it. */
        boolean severed;
        /** Nothing sent later arrives earlier. */
        long lastArrival;

        Link(VirtualHost from, long number) {
            this.from = from;
            this.number = number;
        }

        void acceptedBy(VirtualHost host) {
            to = host;
        }

        boolean isAcceptedBy(VirtualHost host) {
            return to == host;
        }

        /** Who accepted it; only for a link that is accepted. */
        VirtualHost to() {
            return Objects.requireNonNull(to, "nobody has accepted it");
        }
    }

    final PeerId id;
    final Endpoint endpoint;
    final Guest guest;
    final Map<Long, Link> links = new LinkedHashMap<>();
    /** The newest link of each peer that dialled here: a ROUTER with handover listens to no other. */
    final Map<PeerId, Link> heard = new LinkedHashMap<>();

    boolean up = true;

    VirtualHost(PeerId id, Endpoint endpoint, Guest guest) {
        this.id = id;
        this.endpoint = endpoint;
        this.guest = guest;
    }

    String address() {
        return endpoint.host();
    }
}
