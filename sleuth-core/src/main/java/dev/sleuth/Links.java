package dev.sleuth;

import dev.sleuth.zre.Cause;
import dev.sleuth.zre.Endpoint;
import dev.sleuth.zre.PeerId;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;
import zmq.Msg;
import zmq.ZError;

/**
 * The DEALERs, one to each peer. Everything but the event hook is called inside the turnstile.
 *
 * <p>One DEALER is one connection: JeroMQ's own reconnect would come back without a HELLO. So a DEALER is given up with
 * the first word of a disconnect or a failed attempt, before JeroMQ dials again.
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
    /** Longer than any linger: JeroMQ never gets to dial by itself. */
    private static final int NEVER_RECONNECT_MILLIS = 60_000;

    private static final byte IDENTITY_PREFIX = 1;
    private static final int EVENTS =
            zmq.ZMQ.ZMQ_EVENT_CONNECTED | zmq.ZMQ.ZMQ_EVENT_CLOSED | zmq.ZMQ.ZMQ_EVENT_DISCONNECTED;

    private final ZContext context;
    private final EventLoop loop;
    private final Watcher watcher;
    private final byte[] identity;
    /** Changed inside the turnstile only; the event loop looks whether a link still counts. */
    private final Map<Long, Dealer> dealers = new ConcurrentHashMap<>();

    /** @param source the address of ours that it leaves from */
    private record Dealer(ZMQ.Socket socket, String source) {}

    private boolean aborted;

    Links(ZContext context, PeerId self, EventLoop loop, Watcher watcher) {
        this.context = context;
        this.loop = loop;
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
        try {
            ZMQ.Socket dealer = Sockets.create(context, SocketType.DEALER, MAX_QUEUED_MESSAGES);
            dealers.put(link, new Dealer(dealer, way.host()));
            dealer.setIdentity(identity);
            dealer.setReconnectIVL(NEVER_RECONNECT_MILLIS);
            if (way.pinned()) {
                dealer.setSelectorChooser((address, options) -> new PinnedProvider(way));
            }
            dealer.base().setEventHook(event -> loop.execute(() -> happened(link, endpoint, way, event.event)), EVENTS);
            connect(dealer, endpoint);
        } catch (RuntimeException cannot) {
            LOG.warn(
                    "no connection to {} could be begun: {}; if this process is out of descriptors, allow it more (ulimit -n)",
                    endpoint,
                    cannot.toString());
            close(link);
            loop.execute(() -> watcher.broken(link, Cause.BROKEN));
        }
    }

    /** Tells as broken what left from addresses that are gone: nobody else would. On the event loop. */
    void giveUp(Set<String> sources) {
        dealers.forEach((link, dealer) -> {
            if (sources.contains(dealer.source)) {
                watcher.broken(link, Cause.BROKEN);
            }
        });
    }

    /** Only begins: whether it succeeds is heard later. */
    private static void connect(ZMQ.Socket dealer, Endpoint endpoint) {
        boolean interrupted = false;
        while (!dealer.base().connect(endpoint.toString())) {
            int why = dealer.base().errno();
            if (why != ZError.EINTR) {
                throw new ZMQException(why);
            }
            interrupted = true;
        }
        restore(interrupted);
    }

    /** JeroMQ clears the flag when it gives up because of an interrupt; the interrupt was meant for the caller. */
    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** On the event loop: JeroMQ's own thread, on which the hook runs, must not close sockets. */
    private void happened(long link, Endpoint endpoint, Way way, int event) {
        if (!dealers.containsKey(link)) {
            return;
        }
        switch (event) {
            case zmq.ZMQ.ZMQ_EVENT_CONNECTED -> watcher.opened(link);
            case zmq.ZMQ.ZMQ_EVENT_DISCONNECTED -> watcher.broken(link, Cause.BROKEN);
            default -> findOut(link, endpoint, way);
        }
    }

    /** JeroMQ does not tell why an attempt failed; an attempt of our own does. */
    private void findOut(long link, Endpoint endpoint, Way way) {
        try {
            SocketChannel probe = way.open();
            attempt(link, probe, () -> {
                probe.configureBlocking(false);
                boolean done = probe.connect(new InetSocketAddress(endpoint.host(), endpoint.port()));
                if (!done) {
                    loop.register(probe, SelectionKey.OP_CONNECT, () -> attempt(link, probe, probe::finishConnect));
                }
                return done;
            });
        } catch (IOException noDescriptorOrNoSuchAddress) {
            watcher.broken(link, Cause.BROKEN);
        }
    }

    private interface Attempt {
        /** Returns whether it has come to its end. */
        boolean run() throws IOException;
    }

    private void attempt(long link, SocketChannel probe, Attempt attempt) {
        try {
            if (attempt.run()) {
                found(link, probe, Cause.BROKEN);
            }
        } catch (IOException | RuntimeException failed) {
            found(link, probe, isRefusal(failed) ? Cause.REFUSED : Cause.BROKEN);
        }
    }

    /** A ConnectException may also be a time-out. */
    private static boolean isRefusal(Exception failed) {
        return failed instanceof ConnectException
                && String.valueOf(failed.getMessage()).contains("refused");
    }

    private void found(long link, SocketChannel probe, Cause cause) {
        try {
            probe.close();
        } catch (IOException ignored) {
            LOG.debug("closing a probe", ignored);
        }
        watcher.broken(link, cause);
    }

    /** Sends one message without waiting; false if the link is unknown or its queue is full. */
    boolean send(long link, byte[][] frames) {
        Dealer known = dealers.get(link);
        if (known == null) {
            return false;
        }
        ZMQ.Socket dealer = known.socket;
        boolean interrupted = false;
        try {
            for (int i = 0; i < frames.length; i++) {
                int flags = zmq.ZMQ.ZMQ_DONTWAIT | (i < frames.length - 1 ? zmq.ZMQ.ZMQ_SNDMORE : 0);
                Msg frame = new Msg(frames[i]);
                // An interrupt of the caller must not cut a message in two: each frame is tried again.
                while (!dealer.base().send(frame, flags)) {
                    if (dealer.base().errno() != ZError.EINTR) {
                        return false;
                    }
                    interrupted = true;
                }
            }
            return true;
        } finally {
            restore(interrupted);
        }
    }

    /** Ends a link; what it took still leaves if it can. */
    void close(long link) {
        Dealer dealer = dealers.remove(link);
        if (dealer != null) {
            dealer.socket.close();
        }
    }

    /** Ends all links without sending anything more, and opens none. */
    void abort() {
        aborted = true;
        for (Dealer dealer : dealers.values()) {
            dealer.socket.setLinger(0);
            dealer.socket.close();
        }
        dealers.clear();
    }
}
