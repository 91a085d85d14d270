package dev.sleuth;

import dev.sleuth.rpc.SleuthException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that waits for everything but messages: datagrams, the outcome of connection attempts, and the time. It
 * also does what must not be done on a thread of JeroMQ's or a caller's.
 */
final class EventLoop {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);

    private final LongSupplier clock;
    private final Runnable onDeadline;
    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    private volatile long deadline = Long.MAX_VALUE;
    /**
     * Until when the thread sleeps; Long.MIN_VALUE while it is awake, and so looks at the deadline before it sleeps.
     */
    private volatile long sleepsUntil = Long.MIN_VALUE;

    /** The thread's, once it runs. */
    private Runnable repeated = () -> {};

    private long every;
    private long repeatAt = Long.MAX_VALUE;

    private record Later(long at, Runnable task) {}

    /** The next first. The thread's. */
    private final Queue<Later> later = new PriorityQueue<>(Comparator.comparingLong(Later::at));

    private volatile boolean stopped;
    private volatile boolean ended;

    /**
     * @param clock in nanoseconds
     * @param onDeadline called when the deadline has passed; is expected to set a later one
     * @throws SleuthException 905 if no selector could be opened
     */
    EventLoop(String name, LongSupplier clock, Runnable onDeadline) {
        this.clock = clock;
        this.onDeadline = onDeadline;
        this.selector = newSelector();
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    private static Selector newSelector() {
        try {
            return Selector.open();
        } catch (IOException cannot) {
            throw new SleuthException(
                    List.of(SleuthException.START), "no selector could be opened: " + cannot.getMessage(), cannot);
        }
    }

    void start() {
        thread.start();
    }

    /** Has {@code task} done by this thread; by the caller's once the loop has ended, so that nothing is lost. */
    void execute(Runnable task) {
        tasks.add(task);
        if (ended) {
            performTasks(Integer.MAX_VALUE);
        } else {
            selector.wakeup();
        }
    }

    /** Has {@code onDeadline} called at this time instead of the one set before. */
    void setDeadline(long at) {
        deadline = at;
        if (at < sleepsUntil) {
            selector.wakeup();
        }
    }

    /** Has {@code task} done by this thread time and again. Before {@link #start}, once. */
    void repeat(long everyNanos, Runnable task) {
        repeated = task;
        every = everyNanos;
        repeatAt = clock.getAsLong() + everyNanos;
    }

    /**
     * Has {@code onReady} called by this thread whenever the channel is ready. Before {@link #start}, or on this
     * thread.
     *
     * @param onReady may change what it is ready for
     */
    void register(SelectableChannel channel, int operations, Consumer<SelectionKey> onReady) {
        try {
            channel.configureBlocking(false);
            channel.register(selector, operations, onReady);
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    /** Has {@code task} done by this thread, once, after so long. On this thread. */
    void later(long nanos, Runnable task) {
        later.add(new Later(clock.getAsLong() + nanos, task));
    }

    /**
     * Ends the thread after the tasks that it was given before, and closes all channels; waits for it unless it is the
     * caller.
     */
    void stop() {
        stopped = true;
        if (!thread.isAlive()) {
            end();
            return;
        }
        selector.wakeup();
        if (Thread.currentThread() != thread) {
            Uninterrupted.join(thread);
        }
    }

    private void run() {
        try {
            while (!stopped) {
                sleep();
                perform();
            }
        } catch (IOException | ClosedSelectorException broken) {
            LOG.error("the event loop has ended; this peer notices nothing any more", broken);
        } finally {
            end();
        }
    }

    private void end() {
        ended = true;
        performTasks(Integer.MAX_VALUE);
        close();
    }

    private void sleep() throws IOException {
        long until;
        do {
            Later next = later.peek();
            until = Math.min(Math.min(deadline, repeatAt), next == null ? Long.MAX_VALUE : next.at);
            sleepsUntil = until;
        } while (deadline < until);
        long nanos = until - clock.getAsLong();
        if (nanos <= 0 || !tasks.isEmpty()) {
            selector.selectNow(this::ready);
        } else {
            selector.select(this::ready, TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
        }
        sleepsUntil = Long.MIN_VALUE;
    }

    @SuppressWarnings("unchecked") // What register attached.
    private void ready(SelectionKey key) {
        guarded(() -> ((Consumer<SelectionKey>) key.attachment()).accept(key));
    }

    private void perform() {
        // No more than are there now: a task that leaves the next one would keep us from everything else.
        performTasks(tasks.size());
        long now = clock.getAsLong();
        if (now >= deadline) {
            guarded(onDeadline);
        }
        for (Later next = later.peek(); next != null && now >= next.at; next = later.peek()) {
            guarded(later.remove().task);
        }
        if (now >= repeatAt) {
            repeatAt = now + every;
            guarded(repeated);
        }
    }

    private void performTasks(int most) {
        for (int left = most; left > 0; left--) {
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            guarded(task);
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error failure) {
            LOG.error("a task failed in the event loop; please report this", failure);
        }
    }

    private void close() {
        if (!selector.isOpen()) {
            return;
        }
        // The selector is closed also when a channel cannot be.
        try (selector) {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        } catch (IOException ignored) {
            LOG.debug("closing the event loop", ignored);
        }
    }
}
