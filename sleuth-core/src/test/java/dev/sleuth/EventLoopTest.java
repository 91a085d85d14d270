package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventLoopTest {
    private static final long FAR = TimeUnit.HOURS.toNanos(1);

    private final Semaphore deadlines = new Semaphore(0);
    private final EventLoop loop = new EventLoop("test-loop", System::nanoTime, this::onDeadline);

    private void onDeadline() {
        loop.setDeadline(System.nanoTime() + FAR);
        deadlines.release();
    }

    @AfterEach
    void stop() {
        loop.stop();
    }

    @Test
    void anEarlierDeadlineWakesTheSleepingThread() throws Exception {
        loop.setDeadline(System.nanoTime() + FAR);
        loop.start();
        // Again and again, so that some come while it sleeps and some while it falls asleep.
        for (int i = 0; i < 2_000; i++) {
            loop.setDeadline(System.nanoTime());
            assertThat(deadlines.tryAcquire(10, TimeUnit.SECONDS))
                    .as("deadline %d", i)
                    .isTrue();
        }
    }

    @Test
    void aRepeatedTaskComesAgainAndAgainWhateverTheDeadline() throws Exception {
        Semaphore looks = new Semaphore(0);
        loop.setDeadline(System.nanoTime() + FAR);
        loop.repeat(TimeUnit.MILLISECONDS.toNanos(5), looks::release);

        loop.start();

        assertThat(looks.tryAcquire(5, 10, TimeUnit.SECONDS)).isTrue();
        assertThat(deadlines.availablePermits()).isZero();
    }

    @Test
    void whatIsLeftForLaterIsDoneInTheOrderOfItsTimes() throws Exception {
        loop.setDeadline(System.nanoTime() + FAR);
        BlockingQueue<String> done = new LinkedBlockingQueue<>();
        loop.start();
        loop.execute(() -> {
            loop.later(TimeUnit.MILLISECONDS.toNanos(20), () -> done.add("second"));
            loop.later(TimeUnit.MILLISECONDS.toNanos(5), () -> done.add("first"));
            done.add("now");
        });

        assertThat(done.poll(10, TimeUnit.SECONDS)).isEqualTo("now");
        assertThat(done.poll(10, TimeUnit.SECONDS)).isEqualTo("first");
        assertThat(done.poll(10, TimeUnit.SECONDS)).isEqualTo("second");
    }

    @Test
    void aTaskWakesTheSleepingThreadAndIsDoneThere() throws Exception {
        loop.start();
        for (int i = 0; i < 2_000; i++) {
            AtomicReference<Thread> where = new AtomicReference<>();
            CountDownLatch done = new CountDownLatch(1);
            loop.execute(() -> {
                where.set(Thread.currentThread());
                done.countDown();
            });
            assertThat(done.await(10, TimeUnit.SECONDS)).as("task %d", i).isTrue();
            assertThat(where.get().getName()).isEqualTo("test-loop");
        }
    }

    @Test
    void aTaskThatAlwaysLeavesAnotherKeepsNeitherTheDeadlineNorAChannelWaiting() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        Semaphore heard = new Semaphore(0);
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            loop.register(channel, SelectionKey.OP_READ, key -> {
                receive(channel);
                heard.release();
            });
            loop.start();
            loop.execute(new Runnable() {
                @Override
                public void run() {
                    if (!enough.get()) {
                        loop.execute(this);
                    }
                }
            });

            loop.setDeadline(System.nanoTime());
            send(channel.getLocalAddress());
            boolean ticked = deadlines.tryAcquire(10, TimeUnit.SECONDS);
            boolean ready = heard.tryAcquire(10, TimeUnit.SECONDS);
            enough.set(true);

            assertThat(ticked).isTrue();
            assertThat(ready).isTrue();
        }
    }

    @Test
    void aFailingTaskDoesNotEndTheThread() throws Exception {
        loop.start();
        CountDownLatch done = new CountDownLatch(1);
        loop.execute(() -> {
            throw new IllegalStateException("a test's");
        });
        loop.execute(() -> {
            throw new AssertionError("a test's");
        });
        loop.execute(done::countDown);

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void tasksGivenBeforeAndAfterTheEndAreDone() {
        AtomicBoolean before = new AtomicBoolean();
        AtomicBoolean after = new AtomicBoolean();
        loop.start();
        loop.execute(() -> before.set(true));
        loop.stop();
        loop.execute(() -> after.set(true));

        assertThat(before).isTrue();
        assertThat(after).isTrue();
    }

    @Test
    void tasksOfALoopThatNeverStartedAreDoneToo() {
        AtomicBoolean done = new AtomicBoolean();
        loop.execute(() -> done.set(true));
        loop.stop();

        assertThat(done).isTrue();
    }

    @Test
    void theEndClosesTheChannels() throws Exception {
        DatagramChannel channel = DatagramChannel.open();
        loop.register(channel, SelectionKey.OP_READ, key -> {});
        loop.start();

        loop.stop();

        assertThat(channel.isOpen()).isFalse();
    }

    private static void receive(DatagramChannel channel) {
        try {
            channel.receive(ByteBuffer.allocate(1));
        } catch (IOException cannot) {
            throw new IllegalStateException(cannot);
        }
    }

    private static void send(SocketAddress to) throws IOException {
        try (DatagramChannel out = DatagramChannel.open()) {
            out.send(ByteBuffer.wrap(new byte[1]), to);
        }
    }
}
