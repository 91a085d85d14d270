package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LeadershipTest {
    private static final Runnable LAST = () -> {};

    private final BlockingQueue<Runnable> messages = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final Leadership leadership = new Leadership("test-leader");

    @BeforeEach
    void start() {
        leadership.start(new Leadership.Receiver() {
            @Override
            public boolean receive() {
                try {
                    Runnable message = messages.take();
                    message.run();
                    return message != LAST;
                } catch (InterruptedException unexpected) {
                    throw new IllegalStateException(unexpected);
                }
            }

            @Override
            public void ended() {
                ended.countDown();
            }
        });
    }

    @AfterEach
    void end() {
        release.countDown();
        messages.add(LAST);
        leadership.awaitEnd();
    }

    @Test
    void aTaskIsTakenOnlyWhenRunsAreKnownToBeShort() throws Exception {
        for (int i = 0; i < 100; i++) {
            assertThat(onLeader(() -> leadership.takes(() -> {}))).isFalse();
        }

        runsAreShort();
        CompletableFuture<Thread> ranOn = new CompletableFuture<>();
        Thread leader = taken(() -> ranOn.complete(Thread.currentThread()));

        assertThat(ranOn.get()).isSameAs(leader);
        assertThat(onLeader(Thread::currentThread)).isSameAs(leader);
    }

    @Test
    void nobodyButTheLeaderTakesTasks() {
        runsAreShort();
        taken(() -> {});

        assertThat(leadership.takes(() -> {})).isFalse();
    }

    @Test
    void theSecondTaskOfOneMessageIsNotTaken() throws Exception {
        runsAreShort();
        BlockingQueue<String> done = new LinkedBlockingQueue<>();
        await().pollInSameThread()
                .pollInterval(100, TimeUnit.MICROSECONDS)
                .until(() -> onLeader(() -> {
                    boolean first = leadership.takes(() -> done.add("first"));
                    return first && !leadership.takes(() -> done.add("second"));
                }));

        assertThat(onLeader(() -> done)).contains("first").doesNotContain("second");
    }

    @Test
    void whileATaskIsStuckAnotherThreadReceivesAndTakesNone() throws Exception {
        runsAreShort();
        Thread stuck = taken(() -> Lab.awaitOpen(release));

        Thread next = onLeader(Thread::currentThread);

        assertThat(next).isNotSameAs(stuck);
        assertThat(stuck.isAlive()).isTrue();
        for (int i = 0; i < 100; i++) {
            assertThat(onLeader(() -> leadership.takes(() -> {}))).isFalse();
        }
        release.countDown();
        Uninterrupted.join(stuck);
        assertThat(taken(() -> {})).isSameAs(next);
    }

    @Test
    void whoWaitsInATaskStandsDownBefore() throws Exception {
        runsAreShort();
        CompletableFuture<Thread> heardMeanwhile = new CompletableFuture<>();
        Thread before = taken(() -> {
            leadership.standDown();
            heardMeanwhile.complete(join(leader()));
        });

        assertThat(heardMeanwhile.get()).isNotSameAs(before);
    }

    @Test
    void standingDownMeansNothingToAnybodyElse() throws Exception {
        Thread before = onLeader(Thread::currentThread);

        leadership.standDown();
        messages.add(leadership::standDown);

        assertThat(onLeader(Thread::currentThread)).isSameAs(before);
    }

    @Test
    void aTaskThatFailsEndsNothing() throws Exception {
        runsAreShort();
        taken(() -> {
            throw new AssertionError("a test's");
        });

        assertThat(onLeader(() -> "heard")).isEqualTo("heard");
        assertThat(taken(() -> {}).isAlive()).isTrue();
    }

    @Test
    void theEndDoesNotWaitForATaskThatIsStuckWhichIsInterrupted() throws Exception {
        runsAreShort();
        CountDownLatch interrupted = new CountDownLatch(1);
        taken(() -> {
            try {
                release.await();
            } catch (InterruptedException asked) {
                interrupted.countDown();
            }
        });

        messages.add(LAST);
        leadership.awaitEnd();
        assertThat(leadership.isUnderWay()).isFalse();
        assertThat(ended.getCount()).isZero();
        leadership.interruptTasks();

        Lab.awaitOpen(interrupted);
    }

    private void runsAreShort() {
        for (int i = 0; i < 20_000; i++) {
            leadership.took(1_000);
        }
    }

    /** Has the leader take this upon itself; tries again until it is being watched. Returns the leader. */
    private Thread taken(Runnable task) {
        CompletableFuture<Thread> by = new CompletableFuture<>();
        await().pollInSameThread()
                .pollInterval(100, TimeUnit.MICROSECONDS)
                .until(() -> onLeader(() -> {
                    boolean taken = leadership.takes(task);
                    if (taken) {
                        by.complete(Thread.currentThread());
                    }
                    return taken;
                }));
        return by.join();
    }

    private CompletableFuture<Thread> leader() {
        CompletableFuture<Thread> leader = new CompletableFuture<>();
        messages.add(() -> leader.complete(Thread.currentThread()));
        return leader;
    }

    private <T> T onLeader(Callable<T> question) throws Exception {
        CompletableFuture<T> answer = new CompletableFuture<>();
        messages.add(() -> {
            try {
                answer.complete(question.call());
            } catch (Exception | Error failure) {
                answer.completeExceptionally(failure);
            }
        });
        return answer.get(10, TimeUnit.SECONDS);
    }

    private static <T> T join(CompletableFuture<T> future) {
        return future.orTimeout(10, TimeUnit.SECONDS).join();
    }
}
