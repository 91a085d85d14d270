package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GrowingPoolTest {
    private static final int FEW = Math.max(2, Runtime.getRuntime().availableProcessors());

    private static final ThreadMXBean PROCESSOR = ManagementFactory.getThreadMXBean();

    private final GrowingPool pool = new GrowingPool("test-pool", GrowingPool.MAX_AT_WORK);
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void stop() {
        release.countDown();
        pool.stopNow();
        await().atMost(Lab.SOON).until(() -> threads() == 0);
    }

    @Test
    void oneShortTaskAfterTheOtherNeedsFewThreads() throws Exception {
        Set<Thread> used = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 5_000; i++) {
            Semaphore done = new Semaphore(0);
            pool.execute(() -> {
                used.add(Thread.currentThread());
                done.release();
            });
            done.acquire();
        }

        assertThat(used).hasSizeLessThanOrEqualTo(FEW);
    }

    @Test
    void itGrowsWhileTasksWaitForLaterOnes() {
        // Each waits for the next one: only with a thread for each do they end.
        CountDownLatch all = new CountDownLatch(100);
        for (int i = 0; i < 100; i++) {
            pool.execute(() -> {
                all.countDown();
                waitFor(all);
            });
        }

        Lab.awaitOpen(all);
    }

    @Test
    void itDoesNotGrowForTasksThatCompute() {
        Set<Thread> used = ConcurrentHashMap.newKeySet();
        CountDownLatch all = new CountDownLatch(60);
        for (int i = 0; i < 60; i++) {
            pool.execute(() -> {
                used.add(Thread.currentThread());
                long until = PROCESSOR.getCurrentThreadCpuTime() + 25_000_000;
                while (PROCESSOR.getCurrentThreadCpuTime() < until) {
                    Thread.onSpinWait();
                }
                all.countDown();
            });
        }

        Lab.awaitOpen(all);

        // A few more, if they had to wait for something of the JVM's, or for a machine that is busy with other work.
        assertThat(used).hasSizeLessThan(30);
    }

    @Test
    void itGrowsWhileTasksWaitForADevice() throws Exception {
        List<Pipe> pipes = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(50);
        for (int i = 0; i < 50; i++) {
            // One for each: readers of the same one would wait for each other, which is seen.
            Pipe pipe = Pipe.open();
            pipes.add(pipe);
            pool.execute(() -> {
                all.countDown();
                try {
                    pipe.source().read(ByteBuffer.allocate(1));
                } catch (IOException closed) {
                    // The test has ended.
                }
            });
        }

        Lab.awaitOpen(all);

        for (Pipe pipe : pipes) {
            pipe.sink().close();
            pipe.source().close();
        }
    }

    @Test
    void itTakes256TasksAtWorkAnd256WaitingAndRefusesMoreUntilSomeHaveEnded() {
        AtomicInteger done = new AtomicInteger();
        CountDownLatch atWork = new CountDownLatch(GrowingPool.MAX_AT_WORK);
        int most = GrowingPool.MAX_AT_WORK + GrowingPool.MAX_WAITING;
        for (int i = 0; i < most; i++) {
            if (i == GrowingPool.MAX_AT_WORK) {
                Lab.awaitOpen(atWork);
            }
            pool.execute(() -> {
                atWork.countDown();
                waitFor(release);
                done.incrementAndGet();
            });
        }
        assertThatThrownBy(() -> pool.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);

        release.countDown();

        await().atMost(Lab.SOON).until(() -> done.get() == most);
        CountDownLatch again = new CountDownLatch(1);
        pool.execute(again::countDown);
        Lab.awaitOpen(again);
    }

    @Test
    void itIsSmallAgainForShortTasksAfterItHasGrown() throws Exception {
        itGrowsWhileTasksWaitForLaterOnes();
        assertThat(threads()).isGreaterThan(FEW);

        await().atMost(Lab.SOON.multipliedBy(2)).until(() -> threads() <= FEW);
    }

    @Test
    void itEndsWhatWaitsAndWatchesNoMore() {
        for (int i = 0; i < 300; i++) {
            pool.execute(() -> waitFor(release));
        }

        pool.stopNow();

        assertThatThrownBy(() -> pool.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        await().atMost(Lab.SOON).until(() -> threads() == 0);
        await().atMost(Lab.SOON).until(() -> pool.inHand() == 0);
    }

    @Test
    void whatItHasTakenIsDoneWhenItIsStoppedGently() {
        CountDownLatch all = new CountDownLatch(50);
        for (int i = 0; i < 50; i++) {
            pool.execute(() -> {
                all.countDown();
                waitFor(all);
            });
        }

        pool.stop();

        Lab.awaitOpen(all);
    }

    /** Until it opens, or the pool interrupts its threads. */
    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("test-pool"))
                .count();
    }
}
