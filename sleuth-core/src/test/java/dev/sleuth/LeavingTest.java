package dev.sleuth;

import static dev.sleuth.rpc.SleuthException.CLOSED;
import static dev.sleuth.rpc.SleuthException.DO;
import static dev.sleuth.rpc.SleuthException.PEER_GONE;
import static dev.sleuth.rpc.SleuthException.UNKNOWN_SERVICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import dev.sleuth.rpc.RetryPolicy;
import dev.sleuth.rpc.SleuthException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nobody loses a call because a service leaves, or rests for a while. Callers here send each call only once. */
@Timeout(120)
class LeavingTest {
    private static final Request ASK = Request.get("sleuth://slow/");

    private final Lab lab = new Lab();
    private final CountDownLatch go = new CountDownLatch(1);
    private final CountDownLatch begun = new CountDownLatch(1);

    @AfterEach
    void nothingIsLeft() {
        go.countDown();
        lab.close();
    }

    private Sleuth caller() {
        return lab.join(lab.client().withRetries(RetryPolicy.NONE));
    }

    private SleuthConfig slow() {
        return lab.service("slow", request -> {
                    begun.countDown();
                    go.await();
                    return Response.ok("done");
                })
                .withGrace(Lab.SOON);
    }

    private static Thread closing(Sleuth peer) {
        Thread closer = new Thread(peer::close, "closer");
        closer.start();
        return closer;
    }

    @Test
    void whatAHandlerHasInHandIsAnsweredAndThenThePeerIsGone() throws Exception {
        Sleuth service = lab.join(slow());
        Sleuth caller = caller();
        caller.waitFor(Lab.SOON, "slow");
        CompletableFuture<Response> answer = caller.sendAsync(ASK);
        Lab.awaitOpen(begun);

        Thread closer = closing(service);

        await().atMost(Lab.SOON).until(() -> caller.services().isEmpty());
        assertThat(Lab.trace(() -> caller.send(ASK))).startsWith(UNKNOWN_SERVICE);
        assertThat(closer.isAlive()).isTrue();
        assertThat(caller.peers()).hasSize(1);
        go.countDown();
        assertThat(answer.get(10, TimeUnit.SECONDS).text()).isEqualTo("done");
        closer.join();
        await().atMost(Lab.SOON).until(() -> caller.peers().isEmpty());
    }

    @Test
    void aHandlerMayStillCallOthersAndNobodyElseMay() throws Exception {
        lab.join(lab.service("helper", request -> Response.ok("helped")));
        CompletableFuture<Sleuth> self = new CompletableFuture<>();
        self.complete(lab.join(lab.service("slow", request -> {
                    begun.countDown();
                    go.await();
                    self.get().waitFor(Lab.SOON, "helper");
                    return self.get().send(Request.get("sleuth://helper/"));
                })
                .withGrace(Lab.SOON)));
        Sleuth service = self.get();
        Sleuth caller = caller();
        caller.waitFor(Lab.SOON, "slow");
        service.waitFor(Lab.SOON, "helper");
        CompletableFuture<Response> answer = caller.sendAsync(ASK);
        Lab.awaitOpen(begun);

        Thread closer = closing(service);
        await().atMost(Lab.SOON).until(() -> !caller.services().containsKey("slow"));

        assertThat(Lab.trace(() -> service.send(Request.get("sleuth://helper/"))))
                .containsExactly(CLOSED, DO);
        go.countDown();
        assertThat(answer.get(10, TimeUnit.SECONDS).text()).isEqualTo("helped");
        closer.join();
    }

    @Test
    void whenTheGraceIsOverHandlersAreInterruptedAndTheirCallersTold() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        Sleuth service = lab.join(lab.service("slow", request -> {
                    begun.countDown();
                    try {
                        go.await();
                    } catch (InterruptedException end) {
                        interrupted.countDown();
                        throw end;
                    }
                    return Response.ok("too late");
                })
                .withGrace(Duration.ofMillis(200)));
        Sleuth caller = caller();
        caller.waitFor(Lab.SOON, "slow");
        CompletableFuture<Response> answer = caller.sendAsync(ASK);
        Lab.awaitOpen(begun);

        service.close();

        Lab.awaitOpen(interrupted);
        assertThatThrownBy(answer::get)
                .cause()
                .isInstanceOfSatisfying(
                        SleuthException.class,
                        failure -> assertThat(failure.code()).isEqualTo(PEER_GONE));
    }

    @Test
    void withoutGraceNothingIsWaitedFor() throws Exception {
        Sleuth service = lab.join(slow().withGrace(Duration.ZERO));
        Sleuth caller = caller();
        caller.waitFor(Lab.SOON, "slow");
        CompletableFuture<Response> answer = caller.sendAsync(ASK);
        Lab.awaitOpen(begun);

        service.close();

        assertThatThrownBy(answer::get).cause().isInstanceOf(SleuthException.class);
    }

    @Test
    void aHandlerThatClosesItsPeerIsAnsweredFor() throws Exception {
        CompletableFuture<Sleuth> self = new CompletableFuture<>();
        self.complete(lab.join(lab.service("slow", request -> {
                    self.get().close();
                    return Response.ok("bye");
                })
                .withGrace(Duration.ofDays(365_000))));
        Sleuth caller = caller();
        caller.waitFor(Lab.SOON, "slow");

        assertThat(caller.send(ASK).text()).isEqualTo("bye");

        await().atMost(Lab.SOON).until(() -> caller.peers().isEmpty());
    }

    @Test
    void aHandlerThatMindsNoInterruptKeepsNobodyBeyondTheGrace() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        Sleuth service = lab.join(lab.service("slow", request -> {
                    begun.countDown();
                    while (go.getCount() > 0) {
                        try {
                            go.await();
                        } catch (InterruptedException minded) {
                            interrupted.countDown();
                        }
                    }
                    return Response.ok("too late");
                })
                .withGrace(Duration.ofMillis(200)));
        Sleuth caller = caller();
        caller.waitFor(Lab.SOON, "slow");
        CompletableFuture<Response> answer = caller.sendAsync(ASK);
        Lab.awaitOpen(begun);

        service.close();

        Lab.awaitOpen(interrupted);
        assertThatThrownBy(answer::get).cause().isInstanceOf(SleuthException.class);
    }

    @Test
    void whoeverClosesItOnceMoreWaitsTooAndAnInterruptCutsNothingShort() throws Exception {
        Sleuth service = lab.join(slow());
        Sleuth caller = caller();
        caller.waitFor(Lab.SOON, "slow");
        CompletableFuture<Response> answer = caller.sendAsync(ASK);
        Lab.awaitOpen(begun);
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread first = new Thread(() -> {
            service.close();
            flag.set(Thread.currentThread().isInterrupted());
        });
        first.start();
        await().atMost(Lab.SOON).until(() -> caller.services().isEmpty());
        Thread second = closing(service);

        first.interrupt();

        await().atMost(Lab.SOON).until(() -> second.getState() == Thread.State.WAITING);
        await().atMost(Lab.SOON).until(() -> !first.isInterrupted() && first.getState() == Thread.State.WAITING);
        assertThat(answer).isNotDone();
        go.countDown();
        assertThat(answer.get(10, TimeUnit.SECONDS).text()).isEqualTo("done");
        first.join();
        second.join();
        assertThat(flag).hasValue(true);
    }

    @Test
    void closersAndAbortersAtOnceAllReturn() throws Exception {
        for (int round = 0; round < 10; round++) {
            Sleuth service = lab.join(lab.service("echo", request -> Response.ok("")));
            Sleuth caller = caller();
            caller.waitFor(Lab.SOON, "echo");
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                threads.add(new Thread(service::close));
                threads.add(new Thread(() -> Harness.abort(service)));
                threads.add(new Thread(() -> Lab.trace(() -> {
                    service.drain(Lab.SOON);
                    service.resume();
                    throw new SleuthException(CLOSED, "so that there is a failure in any case");
                })));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(Lab.trace(() -> service.send(ASK))).containsExactly(CLOSED, DO);
            await().atMost(Lab.SOON).until(() -> caller.peers().isEmpty());
            caller.close();
        }
    }

    @Test
    void anAbortDoesNotWaitForTheGrace() throws Exception {
        Sleuth service = lab.join(slow().withGrace(Duration.ofDays(365_000)));
        Sleuth caller = caller();
        caller.waitFor(Lab.SOON, "slow");
        CompletableFuture<Response> answer = caller.sendAsync(ASK);
        Lab.awaitOpen(begun);
        Thread closer = closing(service);
        await().atMost(Lab.SOON).until(() -> caller.services().isEmpty());

        Harness.abort(service);

        closer.join();
        assertThatThrownBy(answer::get).cause().isInstanceOf(SleuthException.class);
    }

    @Test
    void noCallIsLostWhileAllReplicasAreRestartedOneAfterTheOther() throws Exception {
        SleuthConfig replica = lab.service("echo", request -> Response.ok(request.body()));
        List<Sleuth> replicas = new ArrayList<>(List.of(lab.join(replica), lab.join(replica), lab.join(replica)));
        Sleuth caller = caller();
        await().atMost(Lab.SOON)
                .until(() -> caller.services().getOrDefault("echo", List.of()).size() == 3);
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger calls = new AtomicInteger();
        Queue<Throwable> lost = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(new Thread(() -> {
                while (!over.get()) {
                    try {
                        caller.send(Request.post("sleuth://echo/", "x"));
                        calls.incrementAndGet();
                    } catch (RuntimeException failure) {
                        lost.add(failure);
                    }
                }
            }));
        }
        threads.forEach(Thread::start);

        for (int round = 0; round < 6; round++) {
            replicas.remove(0).close();
            replicas.add(lab.join(replica));
            await().atMost(Lab.SOON)
                    .until(() ->
                            caller.services().getOrDefault("echo", List.of()).size() == 3);
        }

        over.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(lost).isEmpty();
        assertThat(calls.get()).isGreaterThan(100);
    }

    @Test
    void aDrainedServiceFinishesAndIsCalledByNobodyUntilItIsResumed() throws Exception {
        Sleuth service = lab.join(slow());
        Sleuth caller = caller();
        caller.waitFor(Lab.SOON, "slow");
        CompletableFuture<Response> answer = caller.sendAsync(ASK);
        Lab.awaitOpen(begun);

        assertThat(service.drain(Duration.ofMillis(100))).as("still at it").isFalse();
        await().atMost(Lab.SOON).until(() -> caller.services().isEmpty());
        CompletableFuture<Boolean> drained = CompletableFuture.supplyAsync(() -> service.drain(Lab.SOON));
        go.countDown();

        assertThat(drained.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(answer.get(10, TimeUnit.SECONDS).text()).isEqualTo("done");
        assertThat(caller.peers()).hasSize(1);
        assertThat(service.peers()).hasSize(1);
        assertThat(Lab.trace(() -> caller.send(ASK))).startsWith(UNKNOWN_SERVICE);

        service.resume();

        caller.waitFor(Lab.SOON, "slow");
        assertThat(caller.send(ASK).text()).isEqualTo("done");
    }

    @Test
    void whoWaitsUntilItIsDrainedIsToldWhenItIsNot() throws Exception {
        Sleuth service = lab.join(slow());
        Sleuth caller = caller();
        caller.waitFor(Lab.SOON, "slow");
        CompletableFuture<Response> answer = caller.sendAsync(ASK);
        Lab.awaitOpen(begun);
        CompletableFuture<Boolean> resumed = CompletableFuture.supplyAsync(() -> service.drain(Lab.SOON));
        await().atMost(Lab.SOON).until(() -> caller.services().isEmpty());

        service.resume();

        assertThat(resumed.get()).isFalse();
        CompletableFuture<Boolean> closed = CompletableFuture.supplyAsync(() -> service.drain(Lab.SOON));
        await().atMost(Lab.SOON).until(() -> caller.services().isEmpty());
        Thread closer = closing(service);
        go.countDown();
        closer.join();
        assertThat(closed.get()).isFalse();
        assertThat(answer.get().text()).isEqualTo("done");
        assertThat(Lab.trace(() -> service.drain(Lab.SOON))).containsExactly(CLOSED);
        assertThat(Lab.trace(service::resume)).containsExactly(CLOSED);
    }

    @Test
    void aHandlerThatDrainsItsPeerDoesNotWaitForItself() throws Exception {
        CompletableFuture<Sleuth> self = new CompletableFuture<>();
        AtomicReference<Boolean> drained = new AtomicReference<>();
        self.complete(lab.join(lab.service("slow", request -> {
            drained.set(self.get().drain(Duration.ofDays(365_000)));
            return Response.ok("resting");
        })));
        Sleuth caller = caller();
        caller.waitFor(Lab.SOON, "slow");

        assertThat(caller.send(ASK).text()).isEqualTo("resting");

        assertThat(drained).hasValue(false);
        await().atMost(Lab.SOON).until(() -> caller.services().isEmpty());
    }
}
