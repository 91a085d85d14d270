package dev.sleuth;

import static dev.sleuth.rpc.SleuthException.CLOSED;
import static dev.sleuth.rpc.SleuthException.DO;
import static dev.sleuth.rpc.SleuthException.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sleuth.rpc.Observation;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import dev.sleuth.rpc.SleuthException;
import dev.sleuth.zre.Beacon;
import dev.sleuth.zre.Cause;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.ZContext;

/** Coming and going: what is said, what fails afterwards, and that nothing stays behind. */
@Timeout(60)
class LifecycleTest {
    private static final Request ASK = Request.get("sleuth://echo/");

    private final Lab lab = new Lab();

    @AfterEach
    void nothingIsLeft() {
        lab.close();
    }

    @Test
    void aClosedPeerRefusesEverything() throws Exception {
        Sleuth service = lab.join(lab.service("echo", request -> Response.ok(request.body())));
        Sleuth client = lab.join(lab.client());
        client.waitFor(Lab.SOON, "echo");

        client.close();
        client.close();

        assertThat(Lab.trace(() -> client.send(ASK))).containsExactly(CLOSED, DO);
        assertThat(Lab.trace(() -> client.waitFor(Lab.SOON, "echo"))).containsExactly(CLOSED, WAIT);
        CompletableFuture<Response> future = client.sendAsync(ASK);
        assertThatThrownBy(future::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        SleuthException.class,
                        failure -> assertThat(failure.trace()).containsExactly(CLOSED, DO));
    }

    @Test
    void callsUnderWayEndWith935WhenTheirPeerCloses() throws Exception {
        CountDownLatch asked = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        Sleuth service = lab.join(lab.service("slow", request -> {
            asked.countDown();
            go.await();
            return Response.ok("late");
        }));
        Sleuth client = lab.join(lab.client());
        client.waitFor(Lab.SOON, "slow");
        CompletableFuture<Response> future = client.sendAsync(Request.get("sleuth://slow/"));
        CompletableFuture<List<Integer>> blocked = new CompletableFuture<>();
        new Thread(() -> blocked.complete(Lab.trace(() -> client.send(Request.get("sleuth://slow/"))))).start();
        Lab.awaitOpen(asked);

        client.close();

        assertThat(blocked.get()).containsExactly(CLOSED, DO);
        assertThatThrownBy(future::get)
                .cause()
                .isInstanceOfSatisfying(
                        SleuthException.class,
                        failure -> assertThat(failure.trace()).containsExactly(CLOSED, DO));
        go.countDown();
    }

    @Test
    void whoWaitsForAServiceFailsWith935WhenThePeerCloses() throws Exception {
        Sleuth client = lab.join(lab.client());
        CompletableFuture<List<Integer>> waiting = new CompletableFuture<>();
        Thread waiter =
                new Thread(() -> waiting.complete(Lab.trace(() -> client.waitFor(Duration.ofHours(1), "none"))));
        waiter.start();
        await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);

        client.close();

        assertThat(waiting.get()).containsExactly(CLOSED, WAIT);
    }

    @Test
    void aClosingPeerSaysLeaveOnItsLinksAndSendsABeaconWithPortZero() throws Exception {
        LinkedBlockingQueue<Observation> seen = new LinkedBlockingQueue<>();
        try (MulticastSocket ear = new MulticastSocket(null);
                Sleuth other = lab.join(lab.client().withListener(seen::add))) {
            ear.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            ear.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            ear.bind(new InetSocketAddress(lab.port()));
            ear.setSoTimeout((int) Lab.SOON.toMillis());
            Sleuth leaving = lab.join(lab.service("echo", request -> Response.ok("")));
            other.waitFor(Lab.SOON, "echo");

            leaving.close();

            Beacon beacon;
            do {
                DatagramPacket packet = new DatagramPacket(new byte[100], 100);
                ear.receive(packet);
                beacon = Beacon.decode(packet.getData(), packet.getLength());
            } while (!(beacon.peer().equals(leaving.id()) && beacon.port() == 0));
            // Withdrawn alone could come from either; the cause of the exit is the beacon's.
            await().atMost(Lab.SOON).until(() -> other.peers().isEmpty());
            assertThat(seen)
                    .filteredOn(Observation.Exited.class::isInstance)
                    .extracting(exited -> ((Observation.Exited) exited).cause())
                    .containsExactly(Cause.LEFT);
        }
    }

    @Test
    void manyThreadsMayCloseAtOnceAndEachReturnsWhenItIsDone() throws Exception {
        for (int round = 0; round < 10; round++) {
            Sleuth peer = lab.join(lab.client());
            List<Thread> closers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                closers.add(new Thread(() -> {
                    peer.close();
                    Lab.trace(() -> peer.send(ASK));
                }));
            }
            closers.forEach(Thread::start);
            for (Thread closer : closers) {
                closer.join();
            }
            assertThat(Lab.threads())
                    .filteredOn(name -> name.startsWith("sleuth-") && !name.endsWith("-end"))
                    .isEmpty();
            // JeroMQ's own say that they are done, and end a moment later.
            await().atMost(Lab.SOON).until(() -> Lab.threads().isEmpty());
        }
    }

    @Test
    void aPeerMayBeClosedByItsHandler() throws Exception {
        closedFromWithin(HandlerThreads.pool());
    }

    @Test
    void aPeerMayBeClosedByAHandlerThatRunsInsideIt() throws Exception {
        closedFromWithin(HandlerThreads.inline());
    }

    private void closedFromWithin(HandlerThreads threads) throws Exception {
        CompletableFuture<Sleuth> self = new CompletableFuture<>();
        LinkedBlockingQueue<Observation> seen = new LinkedBlockingQueue<>();
        try (Sleuth client = lab.join(lab.client().withListener(seen::add))) {
            self.complete(lab.join(lab.service("suicidal", request -> {
                        self.get().close();
                        return Response.ok("bye");
                    })
                    .withHandlerThreads(threads)));
            client.waitFor(Lab.SOON, "suicidal");

            client.sendAsync(Request.get("sleuth://suicidal/"));

            await().atMost(Lab.SOON).until(() -> client.peers().isEmpty());
            await().atMost(Lab.SOON).until(() -> seen.stream().anyMatch(Observation.Exited.class::isInstance));
            assertThat(seen)
                    .filteredOn(Observation.Exited.class::isInstance)
                    .extracting(exited -> ((Observation.Exited) exited).cause())
                    .containsExactly(Cause.LEFT);
            assertThat(Lab.trace(() -> self.get().send(ASK))).containsExactly(CLOSED, DO);
        }
    }

    @Test
    void aPeerMayBeClosedByItsListener() throws Exception {
        CompletableFuture<Sleuth> self = new CompletableFuture<>();
        CountDownLatch closed = new CountDownLatch(1);
        self.complete(lab.join(lab.client().withListener(observation -> {
            self.join().close();
            closed.countDown();
        })));

        try (Sleuth other = lab.join(lab.client())) {
            Lab.awaitOpen(closed);

            await().atMost(Lab.SOON).until(() -> other.peers().isEmpty());
        }
    }

    @Test
    void aPeerMayBeClosedByAFuturesContinuation() throws Exception {
        Sleuth service = lab.join(lab.service("echo", request -> Response.ok("")));
        Sleuth client = lab.join(lab.client());
        client.waitFor(Lab.SOON, "echo");

        client.sendAsync(ASK).thenRun(client::close).get(10, TimeUnit.SECONDS);

        assertThat(Lab.trace(() -> client.send(ASK))).containsExactly(CLOSED, DO);
    }

    @Test
    void aPeerWhoseSocketFailsLeavesInsteadOfBeingDeaf() throws Exception {
        Sleuth peer = lab.join(lab.client());
        CompletableFuture<List<Integer>> waiting = new CompletableFuture<>();
        Thread waiter = new Thread(() -> waiting.complete(Lab.trace(() -> peer.waitFor(Duration.ofHours(1), "none"))));
        waiter.start();
        await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
        ZContext shared = Sockets.acquire();
        Sockets.release();

        shared.getContext().term();

        assertThat(waiting.get(10, TimeUnit.SECONDS)).containsExactly(CLOSED, WAIT);
        assertThat(Lab.trace(() -> peer.send(ASK))).containsExactly(CLOSED, DO);
    }

    @Test
    void anInterruptedThreadJoinsAndClosesAndStaysInterrupted() throws Exception {
        AtomicReference<Boolean> afterJoin = new AtomicReference<>();
        AtomicReference<Boolean> afterClose = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            Thread.currentThread().interrupt();
            Sleuth peer = lab.join(lab.client());
            afterJoin.set(Thread.currentThread().isInterrupted());
            peer.close();
            afterClose.set(Thread.currentThread().isInterrupted());
        });
        thread.start();
        thread.join();

        assertThat(afterJoin).hasValue(true);
        assertThat(afterClose).hasValue(true);
    }

    @Test
    void fiftyRoundsOfJoiningMeetingAndClosingLeaveNoDescriptorBehind() {
        round(true);
        Lab.awaitNoThreads();
        long before = Descriptors.open();

        for (int i = 0; i < 50; i++) {
            round(i % 10 == 0);
        }

        Lab.awaitNoThreads();
        await().atMost(Lab.SOON)
                .untilAsserted(() -> assertThat(Descriptors.open()).isLessThanOrEqualTo(before));
    }

    /** Or with a crash, after which the other one dials an address that refuses. */
    private void round(boolean crash) {
        try (Sleuth client = lab.join(lab.client())) {
            Sleuth service = lab.join(lab.service("echo", request -> Response.ok(request.body())));
            client.waitFor(Lab.SOON, "echo");
            client.send(ASK);
            if (crash) {
                Harness.abort(service);
                await().atMost(Lab.SOON).until(() -> client.peers().isEmpty());
            } else {
                service.close();
            }
        }
    }

    @Test
    void aJoinThatFailsHalfWayLeavesNothingBehind() {
        lab.join(lab.client()).close();
        Lab.awaitNoThreads();
        long before = Descriptors.open();
        RuntimeException failure = new IllegalStateException("a test's");
        Hooks hooks = Hooks.none();

        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> Sleuth.join(
                            lab.client(),
                            new Hooks(
                                    hooks.id(),
                                    hooks.clock(),
                                    intake -> {
                                        throw failure;
                                    },
                                    hooks.wires(),
                                    hooks.witness())))
                    .isSameAs(failure);
            assertThatThrownBy(() -> lab.join(lab.client()
                            .withHandlerThreads(HandlerThreads.pool())
                            .withInterface("nowhere")))
                    .isInstanceOf(SleuthException.class);
        }

        Lab.awaitNoThreads();
        await().atMost(Lab.SOON)
                .untilAsserted(() -> assertThat(Descriptors.open()).isLessThanOrEqualTo(before));
    }

    @Test
    void anIdentityThatIsUsedTwiceKeepsNeitherPeerFromClosing() {
        Hooks hooks = Hooks.none();
        Sleuth first = Sleuth.join(lab.client(), hooks);
        Sleuth second = Sleuth.join(lab.client(), hooks);

        first.close();
        second.close();
    }

    @Test
    void twelvePeersOfOneJvmAllSeeAndCallEachOther() {
        List<Sleuth> peers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String name = "service-" + i;
            peers.add(lab.join(lab.service(name, request -> Response.ok(name))));
        }
        for (Sleuth peer : peers) {
            await().atMost(Lab.SOON).until(() -> peer.peers().size() == 11);
            for (int i = 0; i < 12; i++) {
                String name = "service-" + i;
                if (!peers.get(i).equals(peer)) {
                    peer.waitFor(Lab.SOON, name);
                    assertThat(peer.send(Request.get("sleuth://" + name + "/")).text())
                            .isEqualTo(name);
                }
            }
        }
        assertThat(Lab.threads())
                .filteredOn(name -> name.startsWith("iothread-"))
                .hasSize(1);
    }
}
