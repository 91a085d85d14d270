package dev.sleuth;

import dev.sleuth.rpc.Envelope;
import dev.sleuth.rpc.EnvelopeCodec;
import dev.sleuth.rpc.SleuthException;
import dev.sleuth.zre.Codec;
import dev.sleuth.zre.MalformedException;
import dev.sleuth.zre.Message;
import dev.sleuth.zre.PeerId;
import dev.sleuth.zre.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;
import zmq.Msg;
import zmq.ZError;
import zmq.io.Metadata;

/** The ROUTER, and what the leader does at it. Small payloads are decoded here, before anybody is entered. */
final class Inbox implements Leadership.Receiver {
    /** Where messages go. Called on the leader's thread alone. */
    interface Reader {
        void message(PeerId from, String host, Message message);

        void malformed(@Nullable PeerId from, @Nullable String host, String why);

        /** The socket has failed: nothing will be heard any more. The last call. */
        void failed();
    }

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    /** Per connection, between JeroMQ's thread and ours. */
    private static final int MAX_QUEUED_MESSAGES = 1_000;

    private static final int MAX_WAITING_CONNECTIONS = 1_024;
    /** More frames than any message of the protocol has. */
    private static final int MAX_FRAMES = 16;

    /** JeroMQ takes an inproc address away from who has it: each is used once. */
    private static final AtomicLong COUNT = new AtomicLong();

    private final ZContext context;
    private final EnvelopeCodec codec;
    private final Reader reader;
    private final Doorkeeper doorkeeper;
    private final Reception reception;
    private final ZMQ.Socket router;
    private final Doors doors;
    private final Leadership leadership;
    private final String wakeAddress;
    /** What only the leader may do at the socket. */
    private final Queue<Runnable> orders = new ConcurrentLinkedQueue<>();

    private volatile boolean stopped;

    /**
     * @param places at least one; {@link #hosts} tells at which of them the port could be had
     * @throws SleuthException 905 if no TCP port can be had
     */
    Inbox(
            ZContext context,
            Leadership leadership,
            List<NetworkPlace> places,
            EnvelopeCodec codec,
            Doorkeeper doorkeeper,
            Reader reader) {
        this.context = context;
        this.leadership = leadership;
        this.codec = codec;
        this.doorkeeper = doorkeeper;
        this.reception = new Reception(
                codec.maxPayload(),
                Runtime.getRuntime().maxMemory(),
                address -> doorkeeper.cut(address, Reason.ENDLESS_MESSAGE));
        this.reader = reader;
        this.wakeAddress = "inproc://sleuth-" + COUNT.incrementAndGet();
        List<String> hosts = places.stream().map(NetworkPlace::host).distinct().toList();
        try {
            this.doors = Doors.open(this::newRouter, hosts);
        } catch (RuntimeException cannot) {
            throw new SleuthException(
                    List.of(SleuthException.START),
                    "no TCP port could be opened at " + String.join(", ", hosts) + ": " + cannot.getMessage(),
                    cannot);
        }
        this.router = doors.router();
        try {
            router.bind(wakeAddress);
        } catch (RuntimeException cannot) {
            router.close();
            throw new SleuthException(
                    List.of(SleuthException.START), "no socket could be opened: " + cannot.getMessage(), cannot);
        }
    }

    private ZMQ.Socket newRouter() {
        ZMQ.Socket opened = Sockets.create(context, SocketType.ROUTER, MAX_QUEUED_MESSAGES);
        // A peer that comes back takes its identity over; otherwise its new connection would be silently unheard.
        opened.setRouterHandover(true);
        opened.setMaxMsgSize(codec.maxPayload());
        // Who comes while as many wait in the kernel has to try again a second later.
        opened.setBacklog(MAX_WAITING_CONNECTIONS);
        opened.setMsgAllocator(reception);
        doorkeeper.watch(opened);
        return opened;
    }

    /** The TCP port that peers connect to. */
    int port() {
        return doors.port();
    }

    /** The addresses that it was bound to at first. */
    List<String> hosts() {
        return doors.hosts();
    }

    /**
     * Listens at these addresses and no others, at the same port; those where that is not possible now are left out.
     * What was connected to another one is closed.
     *
     * @param done told, on the leader's thread, at which it listens
     */
    void listen(List<String> hosts, Consumer<List<String>> done) {
        orders.add(() -> done.accept(doors.moveTo(hosts)));
        wake();
    }

    void start() {
        leadership.start(this);
    }

    /** Ends the leadership and closes the ROUTER. */
    void stop() {
        stopped = true;
        if (leadership.isUnderWay()) {
            wake();
            leadership.awaitEnd();
        }
        router.close();
    }

    /** Nothing but a message wakes a thread that waits for one. */
    private void wake() {
        try (ZMQ.Socket wake = Sockets.create(context, SocketType.DEALER, 1)) {
            wake.connect(wakeAddress);
            // Not blocking: the leader may have ended at another message, and then nobody takes this one.
            wake.send("", ZMQ.DONTWAIT);
        } catch (ZError.CtxTerminatedException ended) {
            LOG.debug("no message is needed: the leadership ends with its context", ended);
        }
    }

    @Override
    public boolean receive() {
        try {
            if (!stopped) {
                receiveOne();
            }
            return !stopped;
        } catch (RuntimeException | Error broken) {
            if (!stopped) {
                LOG.error("the socket at port {} has failed, so this peer leaves; join again", port(), broken);
                reader.failed();
            }
            return false;
        }
    }

    @Override
    public void ended() {
        router.close();
    }

    private void receiveOne() {
        Msg first = next();
        PeerId from = Links.peer(first.data());
        List<byte[]> frames = new ArrayList<>(4);
        @Nullable String address = null;
        boolean whole = true;
        for (boolean more = first.hasMore(); more; ) {
            Msg frame = next();
            if (address == null) {
                address = address(frame);
            }
            reception.arrived(frame);
            whole &= !(frame instanceof Reception.Refused);
            if (frames.size() < MAX_FRAMES) {
                frames.add(frame.data());
            }
            more = frame.hasMore();
        }
        if (address != null && !whole) {
            doorkeeper.cut(address, Reason.NO_ROOM_FOR_FRAME);
        }
        if (stopped) {
            return;
        }
        if (address == null) {
            // No connection from anywhere: it was us who wanted the leader to look up.
            obey();
        } else if (!doorkeeper.isCut(address)) {
            guarded(from, address, List.copyOf(frames));
        }
    }

    private void obey() {
        for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
            order.run();
        }
    }

    /** Nothing that comes in may end this thread. */
    private void guarded(@Nullable PeerId from, String address, List<byte[]> frames) {
        try {
            if (from == null) {
                reader.malformed(from, host(address), "a connection with an identity that is not a peer's");
                return;
            }
            Message message = decode(frames);
            if (message instanceof Message.Hello) {
                doorkeeper.greeted(address, from);
            }
            reader.message(from, host(address), message);
        } catch (MalformedException malformed) {
            reader.malformed(from, host(address), malformed.getMessage());
        } catch (RuntimeException | Error failure) {
            LOG.error("a message failed inside the peer; please report this", failure);
        }
    }

    private Message decode(List<byte[]> frames) throws MalformedException {
        Message message = Codec.decode(frames);
        if (message instanceof Message.Whisper whisper
                && whisper.content() instanceof Message.Frames content
                && !content.frames().isEmpty()) {
            Envelope envelope = codec.decodeSmall(content.frames().get(0));
            return envelope == null ? whisper : new Message.Whisper(whisper.sequence(), envelope);
        }
        return message;
    }

    /** @throws ZMQException if the socket has come to its end */
    private Msg next() {
        Msg frame = router.base().recv(0);
        while (frame == null && router.base().errno() == ZError.EINTR) {
            // Nobody has reason to interrupt this thread; it goes on.
            Thread.interrupted();
            frame = router.base().recv(0);
        }
        if (frame == null) {
            throw new ZMQException(router.base().errno());
        }
        return frame;
    }

    /** The remote address of the connection that a frame came on, in digits and with its port. */
    private static @Nullable String address(Msg frame) {
        Metadata metadata = frame.getMetadata();
        return metadata == null ? null : metadata.get(Metadata.PEER_ADDRESS);
    }

    private static String host(String address) {
        int colon = address.lastIndexOf(':');
        return colon < 0 ? address : address.substring(0, colon);
    }
}
