package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TurnstileTest {
    private static final int THREADS = 16;
    private static final int STEPS = 20_000;

    private final BlockingQueue<Runnable> handedOver = new LinkedBlockingQueue<>();

    /**
     * Everything that must hold under contention; the hand-overs are done by a thread of their own, as in the runtime.
     */
    @Test
    void stepsAreDoneOneAtATimeExactlyOnceAndInTheOrderInWhichAThreadBroughtThem() throws Exception {
        Turnstile[] turnstile = new Turnstile[1];
        turnstile[0] = new Turnstile(() -> {}, () -> handedOver.add(() -> turnstile[0].resume()));
        Thread substitute = substitute();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger trespassers = new AtomicInteger();
        AtomicInteger outOfOrder = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(THREADS * STEPS);
        int[] last = new int[THREADS];

        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int thread = t;
            Random random = new Random(t);
            threads.add(new Thread(() -> {
                for (int i = 1; i <= STEPS; i++) {
                    int number = i;
                    boolean fails = thread == 0 && random.nextInt(STEPS / 4) == 0;
                    turnstile[0].enter(() -> {
                        if (inside.incrementAndGet() != 1) {
                            trespassers.incrementAndGet();
                        }
                        if (last[thread] != number - 1) {
                            outOfOrder.incrementAndGet();
                        }
                        last[thread] = number;
                        inside.decrementAndGet();
                        done.countDown();
                        if (fails) {
                            throw new ExpectedFailure();
                        }
                    });
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        done.await();
        substitute.interrupt();

        assertThat(trespassers).hasValue(0);
        assertThat(outOfOrder).hasValue(0);
        assertThat(last).containsOnly(STEPS);
    }

    /**
     * A thread may be stopped by the scheduler after it has left its step and before it has counted it. Then another's
     * step is done in its name, and the count may fall to zero while a step is left.
     */
    @Test
    void aStepThatIsLeftIsNotOvertakenByALaterOneOfItsThread() throws Exception {
        StoppableQueue left = new StoppableQueue();
        Turnstile turnstile = new Turnstile(() -> {}, () -> {}, left);
        List<String> done = new CopyOnWriteArrayList<>();
        CountDownLatch leave = new CountDownLatch(1);
        Thread first = new Thread(() -> turnstile.enter(() -> awaitOpen(leave)));
        first.start();
        await().until(() -> first.getState() == Thread.State.WAITING);
        Thread stopped = new Thread(() -> turnstile.enter(() -> done.add("the stopped thread's")), "stopped");
        stopped.start();
        left.hasTaken.await();

        turnstile.enter(() -> done.add("mine"));
        leave.countDown();
        first.join();
        turnstile.enter(() -> done.add("my next"));
        left.goOn.countDown();
        stopped.join();

        assertThat(done).containsExactly("the stopped thread's", "mine", "my next");
    }

    @Test
    void aStepThatEntersAgainIsDoneBeforeTheOneThatItLeaves() {
        Turnstile turnstile = new Turnstile(() -> {}, () -> {});
        List<String> done = new ArrayList<>();

        turnstile.enter(() -> {
            turnstile.enter(() -> done.add("inner"));
            done.add("outer");
        });

        assertThat(done).containsExactly("outer", "inner");
    }

    @Test
    void aThreadThatDoes64StepsOfOthersHandsTheTurnOverWithTheRest() {
        List<Integer> done = new ArrayList<>();
        AtomicInteger handOvers = new AtomicInteger();
        Turnstile turnstile = new Turnstile(() -> {}, handOvers::incrementAndGet);

        turnstile.enter(() -> {
            for (int i = 0; i < 100; i++) {
                int number = i;
                turnstile.enter(() -> done.add(number));
            }
        });
        assertThat(done).hasSize(64);
        assertThat(handOvers).hasValue(1);
        turnstile.enter(() -> done.add(100));
        assertThat(done).as("nobody gets in before the turn is taken up").hasSize(64);

        turnstile.resume();

        assertThat(done).isEqualTo(IntStream.rangeClosed(0, 100).boxed().toList());
        assertThat(handOvers).hasValue(1);
    }

    @Test
    void whatFollowsEachStepFollowsAFailedOneToo() {
        AtomicInteger after = new AtomicInteger();
        Turnstile turnstile = new Turnstile(after::incrementAndGet, () -> {});

        turnstile.enter(() -> {
            throw new ExpectedFailure();
        });
        turnstile.enter(() -> {});

        assertThat(after).hasValue(2);
    }

    @Test
    void whatIsToBeDoneAfterwardsIsDoneInOrderWhenTheTurnIsFreeAgain() {
        Turnstile turnstile = new Turnstile(() -> {}, () -> {});
        List<String> done = new ArrayList<>();

        turnstile.enter(() -> {
            turnstile.afterwards(() ->
                    turnstile.enter(() -> done.add("entered by the first action, inside: " + turnstile.isInside())));
            turnstile.afterwards(() -> done.add("second action, inside: " + turnstile.isInside()));
            turnstile.enter(() -> turnstile.afterwards(() -> done.add("action of the inner step")));
            done.add("step, inside: " + turnstile.isInside());
        });

        assertThat(done)
                .containsExactly(
                        "step, inside: true",
                        "entered by the first action, inside: true",
                        "second action, inside: false",
                        "action of the inner step");
    }

    @Test
    void anActionThatFailsDoesNotKeepTheNextFromBeingDone() {
        Turnstile turnstile = new Turnstile(() -> {}, () -> {});
        List<String> done = new ArrayList<>();

        turnstile.enter(() -> {
            turnstile.afterwards(() -> {
                throw new ExpectedFailure();
            });
            turnstile.afterwards(() -> done.add("next"));
        });

        assertThat(done).containsExactly("next");
    }

    private static void awaitOpen(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    /** Stops the thread named "stopped" once it has put something in. */
    private static final class StoppableQueue extends ConcurrentLinkedQueue<Runnable> {
        private static final long serialVersionUID = 1L;

        final transient CountDownLatch hasTaken = new CountDownLatch(1);
        final transient CountDownLatch goOn = new CountDownLatch(1);

        @Override
        public boolean add(Runnable step) {
            boolean added = super.add(step);
            if (Thread.currentThread().getName().equals("stopped")) {
                hasTaken.countDown();
                awaitOpen(goOn);
            }
            return added;
        }
    }

    private Thread substitute() {
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    handedOver.take().run();
                }
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
        return thread;
    }

    private static final class ExpectedFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ExpectedFailure() {
            super("a test's", null, false, false);
        }
    }
}
