package dev.sleuth;

import dev.sleuth.rpc.Envelope;
import dev.sleuth.rpc.EnvelopeCodec;
import dev.sleuth.rpc.SleuthException;
import dev.sleuth.zre.Codec;
import dev.sleuth.zre.MalformedException;
import dev.sleuth.zre.Message;
import dev.sleuth.zre.PeerId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
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

        void malformed(@Nullable PeerId from, String why);

        /** The socket has failed: nothing will be heard any more. The last call. */
        void failed();
    }

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    /** Per connection, between JeroMQ's thread and ours. */
    private static final int MAX_QUEUED_MESSAGES = 1_000;
    /** More frames than any message of the protocol has. */
    private static final int MAX_FRAMES = 16;

    /** JeroMQ takes an inproc address away from who has it: each is used once. */
    private static final AtomicLong COUNT = new AtomicLong();

    private final ZContext context;
    private final EnvelopeCodec codec;
    private final Reader reader;
    private final ZMQ.Socket router;
    private final int port;
    private final Leadership leadership;
    private final String wakeAddress;
    private volatile boolean stopped;

    /** @throws SleuthException 905 if no TCP port of {@code place} can be had */
    Inbox(ZContext context, Leadership leadership, NetworkPlace place, EnvelopeCodec codec, Reader reader) {
        this.context = context;
        this.leadership = leadership;
        this.codec = codec;
        this.reader = reader;
        this.wakeAddress = "inproc://sleuth-" + COUNT.incrementAndGet();
        ZMQ.Socket opened = null;
        try {
            opened = Sockets.create(context, SocketType.ROUTER, MAX_QUEUED_MESSAGES);
            this.router = opened;
            // A peer that comes back takes its identity over; otherwise its new connection would be silently unheard.
            router.setRouterHandover(true);
            router.setMaxMsgSize(codec.maxPayload());
            router.bind("tcp://" + place.host() + ":*");
            String endpoint = router.getLastEndpoint();
            this.port = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
            router.bind(wakeAddress);
        } catch (RuntimeException cannot) {
            if (opened != null) {
                opened.close();
            }
            throw new SleuthException(
                    List.of(SleuthException.START),
                    "no TCP port could be opened at " + place.host() + ": " + cannot.getMessage(),
                    cannot);
        }
    }

    /** The TCP port that peers connect to. */
    int port() {
        return port;
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
                LOG.error("the socket at port {} has failed, so this peer leaves; join again", port, broken);
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
        @Nullable String host = null;
        for (boolean more = first.hasMore(); more; ) {
            Msg frame = next();
            if (host == null) {
                host = host(frame);
            }
            if (frames.size() < MAX_FRAMES) {
                frames.add(frame.data());
            }
            more = frame.hasMore();
        }
        if (!stopped) {
            guarded(from, host, List.copyOf(frames));
        }
    }

    /** Nothing that comes in may end this thread. */
    private void guarded(@Nullable PeerId from, @Nullable String host, List<byte[]> frames) {
        try {
            if (from == null || host == null) {
                reader.malformed(from, "a connection with an identity that is not a peer's");
            } else {
                reader.message(from, host, decode(frames));
            }
        } catch (MalformedException malformed) {
            reader.malformed(from, malformed.getMessage());
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

    /** The remote address of the connection that a frame came on, in digits. */
    private static @Nullable String host(Msg frame) {
        Metadata metadata = frame.getMetadata();
        String address = metadata == null ? null : metadata.get(Metadata.PEER_ADDRESS);
        if (address == null) {
            return null;
        }
        int colon = address.lastIndexOf(':');
        return colon < 0 ? address : address.substring(0, colon);
    }
}
