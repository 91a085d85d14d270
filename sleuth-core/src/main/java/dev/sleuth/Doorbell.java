package dev.sleuth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zmq.Command;
import zmq.IMailbox;
import zmq.poll.IPollEvents;

/**
 * How commands reach JeroMQ's I/O thread, in place of JeroMQ's own mailbox.
 *
 * <p>That one writes a byte into a pipe for every command, and counts the byte only after it has written it. An I/O
 * thread that wakes in between finds the pipe readable and nothing to read, again and again until the writer goes on:
 * with busy callers it spins away most of a core. Here one byte stands for all commands that came since the thread last
 * looked, and the thread empties the pipe before it looks.
 *
 * <p>What the thread sends to itself is put off to its next look but one. One such command hands a new connection from
 * the object that dialled to the one that talks, and both watch the same channel: JeroMQ's poller has to forget the one
 * in a turn of its own, or it never registers the other, and the connection stands still until something else changes
 * there.
 */
final class Doorbell implements IMailbox, IPollEvents {
    private static final Logger LOG = LoggerFactory.getLogger(Doorbell.class);

    private final Queue<Command> commands = new ConcurrentLinkedQueue<>();
    /** What others want done on the I/O thread. */
    private final Queue<Runnable> errands = new ConcurrentLinkedQueue<>();
    /** From the I/O thread to itself. Touched by that thread alone. */
    private final Queue<Command> own = new ArrayDeque<>();
    /** How many of its own were there at the end of the last look. */
    private int ownDue;

    private volatile @Nullable Thread ioThread;
    private final AtomicBoolean rung = new AtomicBoolean();
    private final Pipe pipe;
    /** Touched by the I/O thread alone. More than a byte or two is never in the pipe. */
    private final ByteBuffer taken = ByteBuffer.allocateDirect(16);

    Doorbell() {
        try {
            pipe = Pipe.open();
            // An interrupt of a caller would close a blocking one.
            pipe.sink().configureBlocking(false);
            pipe.source().configureBlocking(false);
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    Pipe.SourceChannel source() {
        return pipe.source();
    }

    @Override
    public void send(Command command) {
        (Thread.currentThread() == ioThread ? own : commands).add(command);
        ring();
    }

    /** Has {@code errand} done on the I/O thread. */
    void execute(Runnable errand) {
        errands.add(errand);
        ring();
    }

    private void ring() {
        if (rung.compareAndSet(false, true)) {
            try {
                pipe.sink().write(ByteBuffer.wrap(new byte[1]));
            } catch (IOException closed) {
                LOG.debug("a command for an I/O thread that has ended", closed);
            }
        }
    }

    /** On the I/O thread, when the pipe is readable. */
    @Override
    public void inEvent() {
        try {
            pipe.source().read(taken.clear());
        } catch (IOException broken) {
            LOG.debug("the pipe of the I/O thread is broken", broken);
        }
        ioThread = Thread.currentThread();
        // Before the look: what comes after it rings again.
        rung.set(false);
        for (int left = ownDue; left > 0; left--) {
            guarded(own.remove()::process);
        }
        for (Command command = commands.poll(); command != null; command = commands.poll()) {
            guarded(command::process);
        }
        for (Runnable errand = errands.poll(); errand != null; errand = errands.poll()) {
            guarded(errand);
        }
        ownDue = own.size();
        if (ownDue > 0) {
            ring();
        }
    }

    /**
     * One that fails must not keep the others: nobody would ring for them again, and a context would wait for ever to
     * end.
     */
    private static void guarded(Runnable command) {
        try {
            command.run();
        } catch (RuntimeException failure) {
            LOG.debug("a command failed on an I/O thread", failure);
        }
    }

    /** JeroMQ's I/O thread asks its own mailbox, to which nothing is sent any more. */
    @Override
    public Command recv(long timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() throws IOException {
        pipe.sink().close();
        pipe.source().close();
    }
}
