package dev.sleuth;

import dev.sleuth.zre.PeerId;
import dev.sleuth.zre.Reason;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;
import zmq.util.Utils;

/**
 * The connections that others make to our ROUTER. JeroMQ takes any number of them and keeps them for ever. Here who is
 * nobody's peer is a stranger, and strangers get little time and little room: who connects and says no HELLO is hung up
 * on, and so is the one that has waited longest when there are too many. So a flood of connections shortens the time
 * for a HELLO, which a peer says at once, and shuts nobody out.
 *
 * <p>JeroMQ's I/O thread comes here with new connections, the leader with what came on them, the event loop with time.
 */
final class Doorkeeper {
    /** Told by any thread of a connection that was given up. */
    interface Told {
        void rejected(String address, Reason reason);
    }

    /** Connections without a peer, at a time. */
    static final int MOST_STRANGERS = 1_024;
    /** So many have all the time there is, twice as many half of it. */
    private static final int A_FEW_STRANGERS = 32;

    private static final int EVENTS = zmq.ZMQ.ZMQ_EVENT_ACCEPTED | zmq.ZMQ.ZMQ_EVENT_DISCONNECTED;

    /** @param thread the one of JeroMQ's that has it; null if that is not known */
    private record Connection(
            SocketChannel channel, @Nullable IoThread thread) {
        void end() {
            if (thread == null) {
                IoThread.shutDown(channel);
            } else {
                thread.end(channel);
            }
        }
    }

    private record Stranger(Connection connection, long since) {}

    /** @param known when it was last known that its peer is there */
    private record Guest(Connection connection, PeerId id, long known) {}

    private final long patience;
    private final LongSupplier clock;
    private final Told told;
    /** By address, the oldest first. */
    private final Map<String, Stranger> strangers = new LinkedHashMap<>();

    private final Map<String, Guest> guests = new LinkedHashMap<>();
    /** What is still on its way from connections that were cut in the middle of a message, and until when. */
    private final Map<String, Long> cut = new LinkedHashMap<>();

    private volatile boolean anyCut;

    /** @param patience how long a stranger may be one, in nanoseconds */
    Doorkeeper(long patience, LongSupplier clock, Told told) {
        this.patience = patience;
        this.clock = clock;
        this.told = told;
    }

    /** Has connections to {@code router} watched; before it is bound. */
    void watch(ZMQ.Socket router) {
        router.base().setEventHook(this::happened, EVENTS);
    }

    private void happened(zmq.ZMQ.Event event) {
        if (event.arg instanceof SocketChannel channel) {
            if (event.event == zmq.ZMQ.ZMQ_EVENT_ACCEPTED) {
                accepted(channel);
            } else {
                ended(channel);
            }
        }
    }

    private synchronized void accepted(SocketChannel channel) {
        strangers.put(
                Utils.getPeerIpAddress(channel).address(),
                new Stranger(new Connection(channel, IoThread.current()), clock.getAsLong()));
        if (strangers.size() > MOST_STRANGERS) {
            Map.Entry<String, Stranger> eldest = strangers.entrySet().iterator().next();
            strangers.remove(eldest.getKey());
            hangUp(eldest.getKey(), eldest.getValue().connection, Reason.TOO_MANY_CONNECTIONS);
        }
    }

    private synchronized void ended(SocketChannel channel) {
        strangers.values().removeIf(stranger -> stranger.connection.channel == channel);
        guests.values().removeIf(guest -> guest.connection.channel == channel);
    }

    /**
     * A peer has said HELLO on the connection from this address. That connection has its identity now: one that had it
     * before is of no use to anybody, and would not be missed if it never ended by itself.
     */
    synchronized void greeted(String address, PeerId id) {
        long now = clock.getAsLong();
        for (Map.Entry<String, Guest> entry : List.copyOf(guests.entrySet())) {
            if (entry.getValue().id.equals(id) && !entry.getKey().equals(address)) {
                guests.remove(entry.getKey());
                hangUp(entry.getKey(), entry.getValue().connection, Reason.ABANDONED_CONNECTION);
            }
        }
        Stranger stranger = strangers.remove(address);
        Guest guest = guests.get(address);
        if (stranger != null) {
            guests.put(address, new Guest(stranger.connection, id, now));
        } else if (guest != null) {
            guests.put(address, new Guest(guest.connection, id, now));
        }
    }

    /** A frame did not fit: nothing that comes on this connection afterwards makes sense. */
    synchronized void cut(String address, Reason reason) {
        cut.put(address, clock.getAsLong() + patience);
        anyCut = true;
        Stranger stranger = strangers.remove(address);
        Guest guest = guests.remove(address);
        if (stranger != null) {
            hangUp(address, stranger.connection, reason);
        } else if (guest != null) {
            hangUp(address, guest.connection, reason);
        }
    }

    /** Whether what comes from this address is to be passed over. */
    boolean isCut(String address) {
        return anyCut && isAmongCut(address);
    }

    private synchronized boolean isAmongCut(String address) {
        return cut.containsKey(address);
    }

    /**
     * Hangs up on those that have been strangers for too long.
     *
     * @param isKnown whether a peer is there
     */
    synchronized void tick(Predicate<PeerId> isKnown) {
        long now = clock.getAsLong();
        // Each connection slows down all others a little, so the more there are the less time has each.
        long shorter = patience / (1 + strangers.size() / A_FEW_STRANGERS);
        strangers.entrySet().removeIf(entry -> {
            boolean late = now - entry.getValue().since >= shorter;
            if (late) {
                hangUp(entry.getKey(), entry.getValue().connection, Reason.SILENT_CONNECTION);
            }
            return late || !entry.getValue().connection.channel.isOpen();
        });
        guests.values().removeIf(guest -> !guest.connection.channel.isOpen());
        for (Map.Entry<String, Guest> entry : List.copyOf(guests.entrySet())) {
            Guest guest = entry.getValue();
            if (isKnown.test(guest.id)) {
                guests.put(entry.getKey(), new Guest(guest.connection, guest.id, now));
            } else if (now - guest.known >= patience) {
                guests.remove(entry.getKey());
                hangUp(entry.getKey(), guest.connection, Reason.ABANDONED_CONNECTION);
            }
        }
        cut.values().removeIf(until -> now - until >= 0);
        anyCut = !cut.isEmpty();
    }

    /** How many connections there are. */
    synchronized int size() {
        return strangers.size() + guests.size();
    }

    private void hangUp(String address, Connection connection, Reason reason) {
        connection.end();
        told.rejected(address, reason);
    }
}
