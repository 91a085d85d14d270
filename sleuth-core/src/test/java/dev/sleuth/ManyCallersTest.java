package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sleuth.rpc.Observation;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import dev.sleuth.rpc.SleuthException;
import dev.sleuth.zre.Cause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** 100,000 calls by many threads: every one gets its own answer. */
@Timeout(120)
class ManyCallersTest {
    /** More of them in .ci/soak. */
    private static final int CALLS = Integer.getInteger("sleuth.calls", 100_000);

    private final Lab lab = new Lab();

    @AfterEach
    void closeAll() {
        lab.close();
    }

    @Test
    void threadsThatShareAClientGetTheirOwnAnswersFromReplicasThatTakeTurns() throws Exception {
        int callers = 64;
        Queue<Observation> seen = new ConcurrentLinkedQueue<>();
        Map<String, LongAdder> answered = new ConcurrentHashMap<>();
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        try (Replica first = Replica.startCalm(lab, "echo");
                Replica second = Replica.startCalm(lab, "echo");
                Replica third = Replica.startCalm(lab, "echo")) {
            // Whoever is suspected is passed over, and what is counted here is that nobody is.
            Sleuth client = lab.join(lab.client()
                    .withTimeout(Duration.ofSeconds(30))
                    .withTiming(Lab.CALM)
                    .withListener(seen::add));
            await().atMost(Lab.SOON)
                    .until(() ->
                            client.services().getOrDefault("echo", List.of()).size() == 3);
            AtomicInteger next = new AtomicInteger();

            inThreads(callers, thread -> {
                for (int call = next.getAndIncrement(); call < CALLS; call = next.getAndIncrement()) {
                    String body = "call " + call;
                    Response response = client.send(Request.post("sleuth://echo/", body));
                    if (response.status() != 200 || !response.text().equals(body)) {
                        wrong.add(body + ": " + response + " " + response.text());
                    }
                    answered.computeIfAbsent(response.header("Served-By"), name -> new LongAdder())
                            .increment();
                }
            });

            assertThat(wrong).isEmpty();
            assertThat(answered.keySet()).containsExactlyInAnyOrder(first.name(), second.name(), third.name());
            assertThat(answered.values().stream().mapToLong(LongAdder::sum).sum())
                    .isEqualTo(CALLS);
            assertThat(answered.values())
                    .allSatisfy(sum -> assertThat(sum.sum()).isBetween(CALLS / 3L, CALLS / 3L + 1));
            for (Replica replica : List.of(first, second, third)) {
                assertThat(replica.leave())
                        .isEqualTo(answered.get(replica.name()).sum());
            }
            // The JVMs ended right after close(): the goodbye has to be out by then.
            await().atMost(Lab.SOON).until(() -> client.peers().isEmpty());
            await().atMost(Lab.SOON)
                    .until(() -> seen.stream()
                                    .filter(Observation.Exited.class::isInstance)
                                    .count()
                            == 3);
            assertThat(seen)
                    .filteredOn(Observation.Exited.class::isInstance)
                    .extracting(exited -> ((Observation.Exited) exited).cause())
                    .containsOnly(Cause.LEFT);
        }
    }

    @Test
    void interruptsAtAnyMomentHarmNoMessageNoLinkAndNobodysCall() throws Exception {
        int callers = 8;
        Queue<Observation> seen = new ConcurrentLinkedQueue<>();
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        LongAdder interrupted = new LongAdder();
        LongAdder answered = new LongAdder();
        lab.join(lab.service("echo", request -> Response.ok(request.body())).withListener(seen::add));
        Sleuth client =
                lab.join(lab.client().withTimeout(Duration.ofSeconds(30)).withListener(seen::add));
        client.waitFor(Lab.SOON, "echo");
        AtomicInteger next = new AtomicInteger();
        Queue<Thread> victims = new ConcurrentLinkedQueue<>();
        Thread interrupter = new Thread(() -> interruptInTurn(victims, next));
        interrupter.start();

        inThreads(callers, thread -> {
            victims.add(Thread.currentThread());
            for (int call = next.getAndIncrement(); call < CALLS; call = next.getAndIncrement()) {
                String body = "call " + call;
                try {
                    Response response = client.send(Request.post("sleuth://echo/", body));
                    answered.increment();
                    if (!response.text().equals(body)) {
                        wrong.add(body + ": " + response.text());
                    }
                } catch (SleuthException failure) {
                    interrupted.increment();
                    // Nobody but the interrupter sets it, and it was not cleared: it is what ended the call.
                    if (!failure.trace().equals(List.of(SleuthException.INTERRUPTED, SleuthException.DO))
                            || !Thread.interrupted()) {
                        wrong.add(body + ": " + failure.getMessage() + ", or the flag is not set");
                    }
                }
            }
            victims.remove(Thread.currentThread());
        });
        interrupter.join();

        assertThat(wrong).isEmpty();
        assertThat(answered.sum() + interrupted.sum()).isEqualTo(CALLS);
        assertThat(interrupted.sum()).as("interrupted calls").isGreaterThan(100);
        assertThat(seen)
                .noneMatch(Observation.Rejected.class::isInstance)
                .noneMatch(Observation.Exited.class::isInstance);
        assertThat(client.send(Request.post("sleuth://echo/", "after")).text()).isEqualTo("after");
    }

    /** One of them for every few calls. */
    private static void interruptInTurn(Queue<Thread> victims, AtomicInteger calls) {
        Random random = new Random(5);
        int at = 0;
        while (calls.get() < CALLS) {
            if (calls.get() >= at) {
                at = calls.get() + random.nextInt(20);
                Thread victim = victims.poll();
                if (victim != null) {
                    victim.interrupt();
                    victims.add(victim);
                }
            }
            Thread.onSpinWait();
        }
    }

    private interface Work {
        void run(int thread) throws Exception;
    }

    private static void inThreads(int count, Work work) throws InterruptedException {
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            threads.add(new Thread(() -> {
                try {
                    work.run(number);
                } catch (Throwable failure) {
                    failures.add(failure);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
    }
}
