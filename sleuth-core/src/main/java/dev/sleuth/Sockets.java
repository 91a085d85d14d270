package dev.sleuth;

import dev.sleuth.rpc.SleuthException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * The one ZContext of all peers in this JVM: each context costs two threads and 21 descriptors. It lives from the first
 * peer to the last.
 */
final class Sockets {
    /** How long a closed socket goes on sending what it has: LEAVE and the last answers would be lost without. */
    private static final int LINGER_MILLIS = 300;

    private static final int MAX_SOCKETS = 65_536;

    private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);

    private static @Nullable ZContext shared;
    private static int users;

    private Sockets() {}

    /** @throws SleuthException 905 if there are not descriptors enough for it */
    static synchronized ZContext acquire() {
        ZContext context = shared;
        if (context == null) {
            context = newContext();
            shared = context;
        }
        users++;
        return context;
    }

    private static ZContext newContext() {
        try {
            ZContext context = new ZContext();
            context.getContext().setMaxSockets(MAX_SOCKETS);
            context.setLinger(LINGER_MILLIS);
            // By default both print a stack trace. JeroMQ's threads fail harmlessly whenever a socket ends before the
            // byte that
            // announces its last command is written: the command was taken without it.
            context.setNotificationExceptionHandler((thread, failure) -> LOG.debug("in {}", thread.getName(), failure));
            context.setUncaughtExceptionHandler((thread, failure) ->
                    LOG.error("{} has ended; no peer of this JVM hears anything any more", thread, failure));
            IoThreads.equip(context);
            return context;
        } catch (RuntimeException cannot) {
            throw new SleuthException(
                    List.of(SleuthException.START), "no sockets can be opened: " + cannot.getMessage(), cannot);
        }
    }

    /** After all sockets of the user are closed. The last user waits until what they still have to send has left. */
    static void release() {
        @Nullable ZContext last = null;
        synchronized (Sockets.class) {
            if (--users == 0) {
                last = shared;
                shared = null;
            }
        }
        if (last != null) {
            last.close();
        }
    }

    /**
     * A socket with room for {@code messages} in each direction of each connection.
     *
     * <p>It does not bound the time of a handshake: JeroMQ's timers outlive what they are for by half a minute, hold it
     * so long, and are sorted at whatever happens. Who has said no HELLO in time is hung up on anyway.
     */
    static ZMQ.Socket create(ZContext context, SocketType type, int messages) {
        ZMQ.Socket socket = context.createSocket(type);
        socket.setHWM(messages);
        socket.setHandshakeIvl(0);
        return socket;
    }
}
