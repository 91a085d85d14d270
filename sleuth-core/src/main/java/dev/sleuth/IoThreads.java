package dev.sleuth;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import zmq.Ctx;
import zmq.IMailbox;
import zmq.poll.Poller;

/**
 * Gives the I/O threads of a context a {@link Doorbell} each. The threads come by JeroMQ's public thread factory, which
 * is handed their pollers; only the table of mailboxes has to be reached by reflection. Where that fails, say with
 * another version of JeroMQ, its own mailboxes stay: slower, and correct.
 */
final class IoThreads {
    private static final Logger LOG = LoggerFactory.getLogger(IoThreads.class);
    /** JeroMQ's name for them; what follows is the index of their mailbox. */
    private static final String PREFIX = "iothread-";

    private final Map<Integer, Doorbell> doorbells = new ConcurrentHashMap<>();

    private final ZContext context;

    private IoThreads(ZContext context) {
        this.context = context;
    }

    /** To be called before the first socket of the context is made. */
    static void equip(ZContext context) {
        IoThreads threads = new IoThreads(context);
        context.setThreadFactor(threads::make);
        // The first socket of a context starts its threads.
        try (ZMQ.Socket first = context.createSocket(SocketType.PAIR)) {
            threads.install(first.getCtx());
        }
    }

    private Thread make(Runnable poller, String name) {
        Thread thread = new Thread(() -> run(poller, name), name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler(context.getUncaughtExceptionHandler());
        return thread;
    }

    private void run(Runnable work, String name) {
        if (!name.startsWith(PREFIX) || !(work instanceof Poller poller)) {
            work.run();
            return;
        }
        Doorbell doorbell = doorbells.computeIfAbsent(index(name), index -> new Doorbell());
        poller.setPollIn(poller.addHandle(doorbell.source(), doorbell));
        new IoThread(poller, doorbell).begin();
        work.run();
        try {
            doorbell.close();
        } catch (IOException ignored) {
            LOG.debug("closing a doorbell", ignored);
        }
    }

    private static int index(String name) {
        return Integer.parseInt(name.substring(PREFIX.length()));
    }

    private void install(Ctx inner) {
        try {
            Field field = Ctx.class.getDeclaredField("slots");
            field.setAccessible(true);
            IMailbox[] mailboxes = (IMailbox[]) field.get(inner);
            for (int index = 2; index < 2 + inner.get(zmq.ZMQ.ZMQ_IO_THREADS); index++) {
                mailboxes[index] = doorbells.computeIfAbsent(index, absent -> new Doorbell());
            }
        } catch (ReflectiveOperationException | RuntimeException other) {
            LOG.debug("this JeroMQ keeps its own mailboxes", other);
        }
    }
}
