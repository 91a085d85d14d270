package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sleuth.zre.Cause;
import dev.sleuth.zre.Endpoint;
import dev.sleuth.zre.PeerId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import zmq.io.Metadata;

@Timeout(30)
class LinksTest {
    private static final byte[][] MESSAGE = {
        "one".getBytes(StandardCharsets.UTF_8), "two".getBytes(StandardCharsets.UTF_8)
    };

    private static final Way LOOPBACK = new Way("127.0.0.1", false);

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final ZContext context = Lab.context();
    private EventLoop loop;
    private Links links;

    @BeforeEach
    void start() throws IOException {
        loop = new EventLoop("test-loop", System::nanoTime, () -> {});
        links = new Links(context, new PeerId(1, 2), loop, this::inside, new Links.Watcher() {
            @Override
            public void opened(long link) {
                events.add("opened " + link);
            }

            @Override
            public void broken(long link, Cause cause) {
                events.add("broken " + link + " " + cause);
            }
        });
        loop.start();
    }

    @AfterEach
    void stop() {
        links.abort();
        loop.stop();
        context.close();
    }

    @Test
    void anInterruptedThreadOpensALinkAndSendsAWholeMessageAndStaysInterrupted() throws Exception {
        ZMQ.Socket router = context.createSocket(SocketType.ROUTER);
        int port = router.bindToRandomPort("tcp://127.0.0.1");

        Thread.currentThread().interrupt();
        links.open(7, new Endpoint("127.0.0.1", port), LOOPBACK);
        boolean afterOpen = Thread.interrupted();
        Thread.currentThread().interrupt();
        boolean sent = links.send(7, MESSAGE);
        boolean afterSend = Thread.interrupted();

        assertThat(afterOpen).isTrue();
        assertThat(sent).isTrue();
        assertThat(afterSend).isTrue();
        assertThat(event()).isEqualTo("opened 7");
        assertThat(Links.peer(router.recv())).isEqualTo(new PeerId(1, 2));
        assertThat(router.recvStr()).isEqualTo("one");
        assertThat(router.recvStr()).isEqualTo("two");
        assertThat(router.hasReceiveMore()).isFalse();
    }

    @Test
    void anAddressThatRefusesIsToldAndCostsNoDescriptor() throws Exception {
        int port = closedPort();
        links.open(0, new Endpoint("127.0.0.1", port), LOOPBACK);
        assertThat(event()).isEqualTo("broken 0 REFUSED");
        links.close(0);
        long before = Descriptors.open();

        for (long link = 1; link <= 40; link++) {
            links.open(link, new Endpoint("127.0.0.1", port), LOOPBACK);
            assertThat(event()).isEqualTo("broken " + link + " REFUSED");
            links.close(link);
        }

        // What JeroMQ's own threads still have to close.
        await().atMost(Lab.SOON).until(() -> Descriptors.open() < before + 20);
    }

    @Test
    void aConnectionThatEndsIsToldAsBroken() throws Exception {
        ZMQ.Socket router = context.createSocket(SocketType.ROUTER);
        int port = router.bindToRandomPort("tcp://127.0.0.1");
        links.open(7, new Endpoint("127.0.0.1", port), LOOPBACK);
        assertThat(event()).isEqualTo("opened 7");

        router.close();

        assertThat(event()).isEqualTo("broken 7 BROKEN");
    }

    @Test
    void aLinkThatCannotEvenBeBegunIsToldAsBrokenAndTakesNothing() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            links.open(7, new Endpoint("127.0.0.1", server.getLocalPort()), LOOPBACK);
            try (Socket probe = server.accept()) {
                // Any reason will do; out of descriptors is the likely one.
                context.createSocket(SocketType.DEALER);
                context.close();
                probe.getOutputStream().write(0xFF);
                assertThat(event()).isEqualTo("broken 7 BROKEN");
            }
        }
        assertThat(links.send(7, MESSAGE)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 400", ""})
    void whereNobodySpeaksZmtpALinkIsBrokenAndNoDealerIsMade(String said) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            links.open(7, new Endpoint("127.0.0.1", server.getLocalPort()), LOOPBACK);
            try (Socket probe = server.accept()) {
                probe.getOutputStream().write(said.getBytes(StandardCharsets.UTF_8));
            }

            assertThat(event()).isEqualTo("broken 7 BROKEN");
        }
    }

    /** So that whoever bound the endpoint is done with the identity that both have. */
    @Test
    void betweenTheEndOfAConnectionAndTheNextOneToTheSameEndpointIsAMoment() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Endpoint endpoint = new Endpoint("127.0.0.1", server.getLocalPort());
            links.open(0, endpoint, LOOPBACK);
            try (Socket probe = server.accept()) {
                probe.getOutputStream().write(0xFF);
                assertThat(probe.getInputStream().read()).isEqualTo(-1);
            }
            Socket connection = server.accept();
            assertThat(event()).isEqualTo("opened 0");
            long longest = 0;

            // Whoever is late to see an end sees less of the moment; somebody is in time.
            for (long link = 1; link <= 5; link++) {
                links.close(link - 1);
                links.open(link, endpoint, LOOPBACK);
                connection.getInputStream().readAllBytes();
                long ended = System.nanoTime();
                connection.close();
                connection = server.accept();
                longest = Math.max(longest, System.nanoTime() - ended);
                assertThat(event()).isEqualTo("opened " + link);
            }

            connection.close();
            assertThat(TimeUnit.NANOSECONDS.toMillis(longest)).isGreaterThanOrEqualTo(15);
        }
    }

    @Test
    void aLinkThatIsClosedWhileNobodyAnswersLeavesNothing() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            links.open(7, new Endpoint("127.0.0.1", server.getLocalPort()), LOOPBACK);
            try (Socket probe = server.accept()) {
                links.close(7);

                assertThat(probe.getInputStream().read()).as("its end").isNegative();
            }
        }
        assertThat(events).isEmpty();
    }

    @Test
    void whereADealerWasTakenBeforeTheNextOneComesWithoutALook() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Endpoint endpoint = new Endpoint("127.0.0.1", server.getLocalPort());
            links.open(7, endpoint, LOOPBACK);
            try (Socket probe = server.accept()) {
                probe.getOutputStream().write(0xFF);
                assertThat(probe.getInputStream().read())
                        .as("what a probe says")
                        .isNegative();
            }
            server.accept().close();
            assertThat(event()).isEqualTo("opened 7");
            assertThat(event()).isEqualTo("broken 7 BROKEN");
            links.close(7);

            links.open(8, endpoint, LOOPBACK);

            try (Socket dealer = server.accept()) {
                assertThat(dealer.getInputStream().read())
                        .as("how a DEALER begins")
                        .isEqualTo(0xFF);
            }
        }
    }

    @Test
    void aLinkLeavesFromTheAddressThatItIsPinnedTo() throws Exception {
        ZMQ.Socket router = context.createSocket(SocketType.ROUTER);
        int port = router.bindToRandomPort("tcp://127.0.0.1");

        links.open(7, new Endpoint("127.0.0.1", port), new Way("127.0.0.9", true));

        assertThat(event()).isEqualTo("opened 7");
        links.send(7, MESSAGE);
        assertThat(Links.peer(router.recv())).isEqualTo(new PeerId(1, 2));
        assertThat(router.base().recv(0).getMetadata().get(Metadata.PEER_ADDRESS))
                .startsWith("127.0.0.9:");
    }

    @Test
    void aLinkFromAnAddressThatIsNotThereAnyMoreIsBroken() throws Exception {
        links.open(7, new Endpoint("127.0.0.1", closedPort()), new Way("192.0.2.77", true));
        assertThat(event()).isEqualTo("broken 7 BROKEN");

        links.open(8, new Endpoint("127.0.0.1", closedPort()), null);
        assertThat(event()).isEqualTo("broken 8 BROKEN");
        assertThat(links.send(8, MESSAGE)).isFalse();
    }

    @Test
    void aLinkThatIsCutIsToldAsBrokenAndSendsNothingMore() throws Exception {
        ZMQ.Socket router = context.createSocket(SocketType.ROUTER);
        router.setReceiveTimeOut(300);
        int port = router.bindToRandomPort("tcp://127.0.0.1");
        links.open(7, new Endpoint("127.0.0.1", port), LOOPBACK);
        assertThat(event()).isEqualTo("opened 7");

        assertThat(links.cut(8)).isFalse();
        assertThat(links.cut(7)).isTrue();

        assertThat(event()).isEqualTo("broken 7 BROKEN");
        links.send(7, new byte[][] {{1}});
        links.close(7);
        assertThat(router.recv()).isNull();
    }

    @Test
    void linksThatLeftFromAnAddressThatIsGoneAreToldAsBrokenAndOthersAreNot() throws Exception {
        ZMQ.Socket router = context.createSocket(SocketType.ROUTER);
        int port = router.bindToRandomPort("tcp://127.0.0.1");
        links.open(7, new Endpoint("127.0.0.1", port), LOOPBACK);
        assertThat(event()).isEqualTo("opened 7");
        links.open(8, new Endpoint("127.0.0.1", port), new Way("127.0.0.9", true));
        assertThat(event()).isEqualTo("opened 8");

        links.giveUp(Set.of("127.0.0.9"));

        assertThat(event()).isEqualTo("broken 8 BROKEN");
        assertThat(events).isEmpty();
    }

    @Test
    void nothingIsHeardOfAClosedLinkAndItTakesNothing() throws Exception {
        int port = closedPort();
        // On the thread that tells, so that it is closed before there is anything to tell.
        loop.execute(() -> {
            links.open(7, new Endpoint("127.0.0.1", port), LOOPBACK);
            links.close(7);
            links.open(8, new Endpoint("127.0.0.1", port), LOOPBACK);
        });

        assertThat(event()).isEqualTo("broken 8 REFUSED");
        assertThat(links.send(7, MESSAGE)).isFalse();
        assertThat(events).isEmpty();
    }

    /** As Go peers have it: a second connection with the same identity would be unheard, and nothing would tell. */
    @Test
    void aRouterWithoutHandoverHearsTheNextLinkAfterOneThatWasClosed() throws Exception {
        ZMQ.Socket router = context.createSocket(SocketType.ROUTER);
        router.setReceiveTimeOut(2_000);
        int port = router.bindToRandomPort("tcp://127.0.0.1");
        Endpoint endpoint = new Endpoint("127.0.0.1", port);
        links.open(0, endpoint, LOOPBACK);

        for (long link = 1; link <= 100; link++) {
            long before = link - 1;
            inside(() -> links.send(before, MESSAGE));
            assertThat(router.recv()).as("who speaks on link " + (link - 1)).isNotNull();
            assertThat(router.recvStr()).isEqualTo("one");
            assertThat(router.recvStr()).isEqualTo("two");
            long next = link;
            inside(() -> {
                links.close(before);
                links.open(next, endpoint, LOOPBACK);
            });
        }
    }

    @Test
    void whatIsSentOnALinkThatHasToWaitLeavesInOrderAndBounded() throws Exception {
        ZMQ.Socket router = context.createSocket(SocketType.ROUTER);
        router.setRouterHandover(true);
        router.setReceiveTimeOut(2_000);
        int port = router.bindToRandomPort("tcp://127.0.0.1");
        Endpoint endpoint = new Endpoint("127.0.0.1", port);
        links.open(1, endpoint, LOOPBACK);
        assertThat(event()).isEqualTo("opened 1");
        CountDownLatch looked = new CountDownLatch(1);
        // The loop stands still, so that nobody tells that the first one has gone.
        loop.execute(() -> Lab.awaitOpen(looked));

        links.close(1);
        links.open(2, endpoint, LOOPBACK);
        int taken = 0;
        while (links.send(2, new byte[][] {Integer.toString(taken).getBytes(StandardCharsets.UTF_8)})) {
            taken++;
        }
        looked.countDown();

        assertThat(taken).isEqualTo(4_096);
        for (int i = 0; i < taken; i++) {
            assertThat(Links.peer(router.recv())).isEqualTo(new PeerId(1, 2));
            assertThat(router.recvStr()).isEqualTo(Integer.toString(i));
        }
    }

    private synchronized void inside(Runnable step) {
        step.run();
    }

    private String event() throws InterruptedException {
        return events.poll(Lab.SOON.toSeconds(), TimeUnit.SECONDS);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
