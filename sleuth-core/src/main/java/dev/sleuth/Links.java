package dev.sleuth;

import dev.sleuth.zre.Cause;
import dev.sleuth.zre.Endpoint;
import dev.sleuth.zre.PeerId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * The DEALERs, one to each peer. Everything but the event hook is called inside the turnstile.
 *
 * <p>One DEALER is one connection: JeroMQ's own reconnect would come back without a HELLO. So a DEALER is given up with
 * the first word of a disconnect or a failed attempt, and JeroMQ does not dial again.
 *
 * <p>A ROUTER without handover, as Go peers have it, ignores a connection whose identity another one still has: nothing
 * is ever heard on it, and nothing tells. So the next DEALER to an endpoint begins when the one before has ended, and a
 * moment later.
 */
final class Links {
    /** What becomes of a link. Called on the event loop. */
    interface Watcher {
        void opened(long link);

        void broken(long link, Cause cause);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Links.class);

    /** The backlog is bounded by bytes in the engine; this bounds the smallest messages by count. */
    private static final int MAX_QUEUED_MESSAGES = 65_536;
    /** As long as what a ROUTER says in its handshake may be: then the connection is cut. */
    private static final int MAX_INCOMING_BYTES = 1_024;
    /**
     * When JeroMQ would dial again what refused, if we were not told before and ended that. Its timer outlives it, and
     * whatever happens it looks at all timers, so no longer than it takes.
     */
    private static final int REDIAL_MILLIS = 2_000;

    /** A ROUTER needs a moment after a connection has ended, until its identity is free. */
    private static final Executor HANDED_BACK =
            CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS, Runnable::run);

    private static final int MAX_KNOWN = 4_096;

    private static final byte IDENTITY_PREFIX = 1;
    private static final int EVENTS =
            zmq.ZMQ.ZMQ_EVENT_CONNECTED | zmq.ZMQ.ZMQ_EVENT_CLOSED | zmq.ZMQ.ZMQ_EVENT_DISCONNECTED;

    private final ZContext context;
    private final EventLoop loop;
    private final Consumer<Runnable> inside;
    private final Watcher watcher;
    private final byte[] identity;
    /** Changed inside the turnstile only; the event loop looks whether a link still counts. */
    private final Map<Long, Dealer> dealers = new ConcurrentHashMap<>();
    /** How many closed DEALERs may still have a connection to an endpoint. Inside the turnstile only. */
    private final Map<Endpoint, Integer> leaving = new HashMap<>();

    /** Where somebody took a DEALER of ours, the latest last. Inside the turnstile only. */
    private final Set<Endpoint> known = new LinkedHashSet<>();

    private boolean aborted;

    /** @param inside has something done inside the turnstile */
    Links(ZContext context, PeerId self, EventLoop loop, Consumer<Runnable> inside, Watcher watcher) {
        this.context = context;
        this.loop = loop;
        this.inside = inside;
        this.watcher = watcher;
        this.identity = identity(self);
    }

    /** What a peer's ROUTER knows our connections by. */
    static byte[] identity(PeerId peer) {
        ByteBuffer bytes = ByteBuffer.allocate(1 + PeerId.BYTES).put(IDENTITY_PREFIX);
        peer.write(bytes);
        return bytes.array();
    }

    /** Who has this identity; null if it is not a peer's. */
    static @Nullable PeerId peer(byte[] identity) {
        return identity.length == 1 + PeerId.BYTES && identity[0] == IDENTITY_PREFIX ? PeerId.read(identity, 1) : null;
    }

    /** @param way where it leaves from; null if there is no such place, and then it breaks */
    void open(long link, Endpoint endpoint, @Nullable Way way) {
        if (aborted) {
            return;
        }
        if (way == null) {
            loop.execute(() -> watcher.broken(link, Cause.BROKEN));
            return;
        }
        Probe probe = known.contains(endpoint) ? null : probe(link, endpoint);
        Dealer dealer = new Dealer(endpoint, way, probe);
        dealers.put(link, dealer);
        if (probe == null) {
            connect(link, dealer);
        } else {
            loop.execute(() -> probe.begin(way));
        }
    }

    /**
     * A beacon may say anything: what answers where it points to is found out by a plain connection, which costs a
     * hundredth of a DEALER.
     */
    private Probe probe(long link, Endpoint endpoint) {
        return new Probe(loop, endpoint, true, found -> {
            switch (found) {
                case ZMTP -> inside.accept(() -> found(link));
                case REFUSED -> watcher.broken(link, Cause.REFUSED);
                case NOTHING -> watcher.broken(link, Cause.BROKEN);
            }
        });
    }

    private void found(long link) {
        Dealer dealer = dealers.get(link);
        if (dealer != null) {
            dealer.probe = null;
            connect(link, dealer);
        }
    }

    /** As soon as no other DEALER is in the way. */
    private void connect(long link, Dealer dealer) {
        if (dealer.probe != null || leaving.containsKey(dealer.endpoint)) {
            return;
        }
        try {
            ZMQ.Socket socket = Sockets.create(context, SocketType.DEALER, MAX_QUEUED_MESSAGES);
            dealer.take(socket);
            socket.setIdentity(identity);
            // Until it is connected.
            socket.setReconnectIVL(REDIAL_MILLIS);
            // Nothing comes on a link by the protocol, nobody reads it, and by default it would be kept.
            socket.setRcvHWM(1);
            socket.setMaxMsgSize(MAX_INCOMING_BYTES);
            // JeroMQ compares lengths as signed numbers, and takes what has its highest bit set.
            socket.setMsgAllocator(size -> new Frame(size < 0 || size > MAX_INCOMING_BYTES ? 0 : size));
            if (dealer.way.pinned()) {
                socket.setSelectorChooser((address, options) -> new PinnedProvider(dealer.way));
            }
            socket.base().setEventHook(new Events(link, dealer), EVENTS);
            dealer.connect();
        } catch (RuntimeException cannot) {
            cannotBegin(link, dealer.endpoint, cannot);
        }
    }

    private void cannotBegin(long link, Endpoint endpoint, RuntimeException cannot) {
        LOG.warn(
                "no connection to {} could be begun: {}; if this process is out of descriptors, allow it more (ulimit -n)",
                endpoint,
                cannot.toString());
        close(link);
        loop.execute(() -> watcher.broken(link, Cause.BROKEN));
    }

    /** What JeroMQ tells of one DEALER, on its own threads. */
    private final class Events implements zmq.ZMQ.EventConsummer {
        private final long link;
        private final Dealer dealer;

        Events(long link, Dealer dealer) {
            this.link = link;
            this.dealer = dealer;
        }

        @Override
        public void consume(zmq.ZMQ.Event event) {
            if (event.event == zmq.ZMQ.ZMQ_EVENT_CONNECTED) {
                dealer.neverAgain();
            } else {
                dealer.ended = true;
            }
            loop.execute(() -> happened(link, dealer, event.event));
        }

        /** The DEALER is no more, and neither is its connection. */
        @Override
        public void close() {
            if (dealer.inTheWay) {
                HANDED_BACK.execute(() -> loop.execute(() -> inside.accept(() -> gone(dealer))));
            }
        }
    }

    /** Tells as broken what left from addresses that are gone: nobody else would. On the event loop. */
    void giveUp(Set<String> sources) {
        dealers.forEach((link, dealer) -> {
            if (sources.contains(dealer.way.host())) {
                // No word about its end will ever leave, so nobody needs to wait for it.
                dealer.ended = true;
                watcher.broken(link, Cause.BROKEN);
            }
        });
    }

    /** Breaks a connection as if somebody on the way had: what has not left never will. False if there is none. */
    boolean cut(long link) {
        Dealer dealer = dealers.get(link);
        if (dealer == null) {
            return false;
        }
        dealer.ended = true;
        dealer.cut = true;
        loop.execute(() -> watcher.broken(link, Cause.BROKEN));
        return true;
    }

    /** On the event loop: JeroMQ's own thread, on which the hook runs, must not close sockets. */
    private void happened(long link, Dealer dealer, int event) {
        if (!dealers.containsKey(link)) {
            return;
        }
        switch (event) {
            case zmq.ZMQ.ZMQ_EVENT_CONNECTED -> {
                inside.accept(() -> remember(dealer.endpoint));
                watcher.opened(link);
            }
            case zmq.ZMQ.ZMQ_EVENT_DISCONNECTED -> watcher.broken(link, Cause.BROKEN);
            default -> findOut(link, dealer);
        }
    }

    private void remember(Endpoint endpoint) {
        known.remove(endpoint);
        known.add(endpoint);
        if (known.size() > MAX_KNOWN) {
            known.remove(known.iterator().next());
        }
    }

    /** JeroMQ does not tell why an attempt failed; an attempt of our own does. */
    private void findOut(long link, Dealer dealer) {
        new Probe(
                        loop,
                        dealer.endpoint,
                        false,
                        found -> watcher.broken(link, found == Probe.Found.REFUSED ? Cause.REFUSED : Cause.BROKEN))
                .begin(dealer.way);
    }

    /** Sends one message without waiting; false if the link is unknown or its queue is full. */
    boolean send(long link, byte[][] frames) {
        Dealer dealer = dealers.get(link);
        return dealer != null && dealer.send(frames);
    }

    /** Ends a link; what it took still leaves if it can. */
    void close(long link) {
        Dealer dealer = dealers.remove(link);
        if (dealer == null) {
            return;
        }
        endProbe(dealer);
        if (!dealer.isWaiting() && !dealer.ended) {
            dealer.inTheWay = true;
            leaving.merge(dealer.endpoint, 1, Integer::sum);
        }
        dealer.close();
    }

    /** A closed DEALER has let go of its connection: the next one to the same endpoint may begin. */
    private void gone(Dealer dealer) {
        if (leaving.merge(dealer.endpoint, -1, Integer::sum) > 0) {
            return;
        }
        leaving.remove(dealer.endpoint);
        new ArrayList<>(dealers.entrySet()).forEach(entry -> {
            Dealer next = entry.getValue();
            if (next.isWaiting() && next.endpoint.equals(dealer.endpoint)) {
                connect(entry.getKey(), next);
            }
        });
    }

    private void endProbe(Dealer dealer) {
        Probe probe = dealer.probe;
        if (probe != null) {
            loop.execute(probe::end);
        }
    }

    /** Ends all links without sending anything more, and opens none. */
    void abort() {
        aborted = true;
        dealers.values().forEach(this::endProbe);
        dealers.values().forEach(Dealer::abort);
        dealers.clear();
    }
}
