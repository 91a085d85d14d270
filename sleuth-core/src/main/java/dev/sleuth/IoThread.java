package dev.sleuth;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zmq.poll.IPollEvents;
import zmq.poll.Poller;

/**
 * One of JeroMQ's I/O threads, which alone may end a connection that it has.
 *
 * <p>To close a connection's channel would leave all of JeroMQ's that belongs to it. To shut its input down makes the
 * thread find that it has ended, but not when it does not look any more, and there is such a case: another connection
 * took over the identity, and then something came on this one. What is left to it cannot be taken, and JeroMQ waits for
 * ever for that to change. So the connection is told that its time is up, as a timer would tell it.
 *
 * <p>What belongs to a channel has to be reached by reflection. Where that fails, say with another version of JeroMQ,
 * its input is shut down.
 */
final class IoThread {
    private static final Logger LOG = LoggerFactory.getLogger(IoThread.class);
    private static final ThreadLocal<@Nullable IoThread> CURRENT = new ThreadLocal<>();

    /** What JeroMQ calls the timer that bounds a handshake: at any time, it ends the connection. */
    private static final int TIME_IS_UP = 0x40;

    private final Poller poller;
    private final Doorbell doorbell;

    IoThread(Poller poller, Doorbell doorbell) {
        this.poller = poller;
        this.doorbell = doorbell;
    }

    /** From now on this is the calling thread. */
    void begin() {
        CURRENT.set(this);
    }

    /** The calling one; null if it is no I/O thread. */
    static @Nullable IoThread current() {
        return CURRENT.get();
    }

    /** Has the connection with this channel ended, soon. By any thread. */
    void end(SocketChannel channel) {
        doorbell.execute(() -> {
            IPollEvents engine = engine(channel);
            if (engine == null) {
                shutDown(channel);
            } else {
                engine.timerEvent(TIME_IS_UP);
            }
        });
    }

    /** Has the end of a connection noticed, if its input is still looked at. */
    static void shutDown(SocketChannel channel) {
        try {
            channel.shutdownInput();
        } catch (IOException | RuntimeException ended) {
            LOG.debug("{} has ended by itself", channel, ended);
        }
    }

    /** What takes the events of a channel; null if that cannot be found out. On the I/O thread. */
    private @Nullable IPollEvents engine(SocketChannel channel) {
        try {
            // Read each time, because JeroMQ replaces a selector that misbehaves.
            SelectionKey key =
                    channel.keyFor((Selector) field(Poller.class, "selector").get(poller));
            return key == null || !key.isValid()
                    ? null
                    : (IPollEvents) field(Poller.Handle.class, "handler").get(key.attachment());
        } catch (ReflectiveOperationException | RuntimeException other) {
            LOG.debug("this JeroMQ keeps its connections to itself", other);
            return null;
        }
    }

    private static Field field(Class<?> of, String name) throws NoSuchFieldException {
        Field field = of.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
