package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.sleuth.rpc.Observation;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import dev.sleuth.zre.Message;
import dev.sleuth.zre.PeerId;
import dev.sleuth.zre.Timing;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.search.Search;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.ZContext;

/** Every metric moves, between real peers on real sockets. */
@Timeout(60)
class SleuthMetricsTest {
    private final Lab lab = new Lab();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void closeAll() {
        release.countDown();
        lab.close();
    }

    private Sleuth watched(SleuthConfig config) {
        Sleuth peer = lab.join(config);
        new SleuthMetrics(peer).bindTo(registry);
        return peer;
    }

    /** The count or value of all meters of this name and with these tags; 0 if there are none. */
    private double value(String name, String... tags) {
        Collection<Meter> meters = Search.in(registry).name(name).tags(tags).meters();
        return meters.stream()
                .mapToDouble(meter -> meter.measure().iterator().next().getValue())
                .sum();
    }

    private void awaitValue(double wanted, String name, String... tags) {
        await().atMost(Lab.SOON)
                .untilAsserted(() -> assertThat(value(name, tags)).as(name).isEqualTo(wanted));
    }

    @Test
    void callsAreTimedByServiceMethodStatusAndOutcome() {
        lab.join(lab.service("teapot", request -> Response.of(418)));
        Sleuth client = watched(lab.client());
        client.waitFor(Lab.SOON, "teapot");

        client.send(Request.get("sleuth://teapot/"));
        client.send(Request.post("sleuth://teapot/", "x"));
        client.send(Request.post("sleuth://teapot/", "y"));
        catchThrowable(() -> client.send(Request.get("sleuth://nobody/")));

        Timer posts = registry.get("sleuth.client.calls")
                .tags("service", "teapot", "method", "POST", "status", "418", "outcome", "client-error")
                .timer();
        assertThat(posts.count()).isEqualTo(2);
        assertThat(posts.totalTime(TimeUnit.NANOSECONDS)).isPositive();
        assertThat(value("sleuth.client.calls", "service", "teapot", "method", "GET", "status", "418"))
                .isEqualTo(1);
        assertThat(value("sleuth.client.calls", "service", "nobody", "status", "none", "outcome", "919"))
                .isEqualTo(1);
        assertThat(value("sleuth.client.attempts", "service", "teapot")).isEqualTo(3);
        assertThat(value("sleuth.client.attempts", "service", "nobody"))
                .as("never sent")
                .isZero();
    }

    @Test
    void aCallOfOneVeryPeerCountsForWhatThatPeerOffers() {
        Sleuth service = lab.join(lab.service("teapot", request -> Response.of(418)));
        Sleuth client = watched(lab.client());
        client.waitFor(Lab.SOON, "teapot");

        client.send(Request.get("sleuth://" + service.id() + "@/"));

        assertThat(value("sleuth.client.calls", "service", "teapot")).isEqualTo(1);
    }

    @Test
    void requestsAreTimedByServiceMethodStatusAndOutcome() {
        watched(lab.service("fickle", request -> {
            if (request.method().equals("PUT")) {
                throw new IllegalStateException("a test's");
            }
            return Response.of(204);
        }));
        Sleuth client = lab.join(lab.client());
        client.waitFor(Lab.SOON, "fickle");

        client.send(Request.get("sleuth://fickle/"));
        client.send(Request.of("PUT", "sleuth://fickle/"));

        String[] good = {"service", "fickle", "method", "GET", "status", "204", "outcome", "success"};
        String[] bad = {"service", "fickle", "method", "PUT", "status", "500", "outcome", "server-error"};
        awaitValue(1, "sleuth.server.requests", good);
        awaitValue(1, "sleuth.server.requests", bad);
    }

    @Test
    void whatTheHandlerHasNoRoomForCountsAsRefused() {
        watched(lab.service("full", request -> Response.of(204)).withHandlerThreads(HandlerThreads.of(task -> {
            throw new RejectedExecutionException("a test's");
        })));
        Sleuth client = lab.join(lab.client());
        SimpleMeterRegistry atClient = new SimpleMeterRegistry();
        new SleuthMetrics(client).bindTo(atClient);
        client.waitFor(Lab.SOON, "full");

        assertThat(client.send(Request.post("sleuth://full/", "x")).status()).isEqualTo(503);

        assertThat(atClient.get("sleuth.client.calls")
                        .tags("method", "POST", "status", "503", "outcome", "refused")
                        .timer()
                        .count())
                .isEqualTo(1);
        awaitValue(1, "sleuth.server.requests", "method", "POST", "status", "503", "outcome", "refused");
        assertThat(value("sleuth.server.active")).isZero();
    }

    @Test
    void whatIsInHandAndWhatWaitsIsSeen() {
        ExecutorService one = Executors.newSingleThreadExecutor();
        watched(lab.service("slow", request -> {
                    Lab.awaitOpen(release);
                    return Response.of(204);
                })
                .withHandlerThreads(HandlerThreads.of(one)));
        SimpleMeterRegistry atClient = new SimpleMeterRegistry();
        Sleuth client = lab.join(lab.client());
        new SleuthMetrics(client).bindTo(atClient);
        client.waitFor(Lab.SOON, "slow");
        Gauge calls = atClient.get("sleuth.client.active").gauge();
        assertThat(calls.value()).isZero();

        CompletableFuture<?>[] answers = new CompletableFuture<?>[3];
        for (int i = 0; i < answers.length; i++) {
            answers[i] = client.sendAsync(Request.get("sleuth://slow/"));
        }

        assertThat(calls.value()).isEqualTo(3);
        awaitValue(3, "sleuth.server.active");
        awaitValue(2, "sleuth.queue.waiting", "queue", "handlers");
        release.countDown();
        CompletableFuture.allOf(answers).join();
        assertThat(calls.value()).isZero();
        awaitValue(0, "sleuth.server.active");
        awaitValue(0, "sleuth.queue.waiting");
        one.shutdown();
    }

    @Test
    void queuesInsideThePeerAreSeen() {
        CountDownLatch inside = new CountDownLatch(1);
        Sleuth peer = watched(lab.client().withListener(observation -> Lab.awaitOpen(release)));
        Unpacker unpacker = peer.driver().queues().unpacker();
        for (int i = 0; i < 3; i++) {
            assertThat(unpacker.submit(1, () -> Lab.awaitOpen(release))).isTrue();
        }
        awaitValue(2, "sleuth.queue.waiting", "queue", "decoder");

        for (int i = 0; i < 4; i++) {
            lab.join(lab.client());
        }
        awaitValue(3, "sleuth.queue.waiting", "queue", "observations");

        Thread holder = new Thread(() -> Harness.inside(peer, () -> {
            inside.countDown();
            Lab.awaitOpen(release);
        }));
        holder.start();
        Lab.awaitOpen(inside);
        Harness.inside(peer, () -> {});
        assertThat(value("sleuth.queue.waiting", "queue", "turnstile")).isPositive();

        release.countDown();
        awaitValue(0, "sleuth.queue.waiting");
    }

    @Test
    void whoComesAndLeavesIsCountedInAllAndByService() {
        Sleuth client = watched(lab.client());
        Sleuth first = lab.join(lab.service("tea", request -> Response.of(204)));
        Sleuth second = lab.join(lab.service("tea", request -> Response.of(204)));
        lab.join(lab.client());
        awaitValue(3, "sleuth.peers");
        awaitValue(2, "sleuth.service.peers", "service", "tea");
        assertThat(value("sleuth.enters")).isEqualTo(3);

        first.close();
        awaitValue(1, "sleuth.exits", "cause", "left");
        awaitValue(1, "sleuth.detection", "cause", "left");
        Harness.abort(second);
        await().atMost(Lab.SOON).until(() -> client.peers().size() == 1);
        await().atMost(Lab.SOON).until(() -> value("sleuth.exits") == 2);
        assertThat(value("sleuth.exits", "cause", "left")).isEqualTo(1);
        assertThat(value("sleuth.service.peers", "service", "tea"))
                .as("a service that nobody offers any more stays, with 0")
                .isZero();
    }

    @Test
    void whoFallsSilentIsSuspectThenGoneAndItsCallsAreRetried() {
        try (ZContext context = Lab.context()) {
            lab.join(lab.service("echo", request -> Response.of(204)));
            Timing lan = Timing.LAN;
            // So long that a busy machine finds it in time.
            Duration gone = Duration.ofSeconds(4);
            Sleuth client = watched(lab.client()
                    .withTiming(new Timing(lan.beacon(), lan.quiet(), gone, gone, lan.patience(), lan.suspicion())));
            client.waitFor(Lab.SOON, "echo");
            RawPeer mute = new RawPeer(context, lab, PeerId.of(UUID.randomUUID()));
            mute.connect(client);
            mute.sayHello("echo");
            awaitValue(2, "sleuth.service.peers", "service", "echo");

            client.send(Request.get("sleuth://echo/"));
            client.send(Request.get("sleuth://echo/"));

            assertThat(value("sleuth.client.retries", "service", "echo", "reason", "suspect"))
                    .isPositive();
            assertThat(value("sleuth.client.attempts", "service", "echo")).isGreaterThan(2);
            assertThat(value("sleuth.suspicions")).isPositive();
            awaitValue(1, "sleuth.exits", "cause", "silent");
            assertThat(value("sleuth.suspects")).as("it is gone").isZero();
            Timer detection =
                    registry.get("sleuth.detection").tags("cause", "silent").timer();
            assertThat(detection.count()).isEqualTo(1);
            assertThat(detection.totalTime(TimeUnit.NANOSECONDS))
                    .as("since its last word, which was its HELLO")
                    .isGreaterThanOrEqualTo(gone.toNanos());
        }
    }

    @Test
    void aSuspectIsSeenWhileItIsOne() {
        Sleuth client = watched(lab.client());
        lab.join(lab.service("tea", request -> Response.of(204)));
        client.waitFor(Lab.SOON, "tea");
        var tea = client.peers().iterator().next();

        client.driver().enter(() -> client.driver().observe(new Observation.Suspected(1, tea, true)));
        awaitValue(1, "sleuth.suspects");
        client.driver().enter(() -> client.driver().observe(new Observation.Suspected(2, tea, false)));
        awaitValue(0, "sleuth.suspects");
        assertThat(value("sleuth.suspicions")).isEqualTo(1);
    }

    @Test
    void beaconsAreCountedAndThoseThatAreNoneByReason() throws IOException {
        Sleuth peer = watched(lab.client());
        await().atMost(Lab.SOON).until(() -> value("sleuth.beacons.sent") >= 3);
        assertThat(value("sleuth.beacons.heard")).as("its own do not count").isZero();
        Sleuth other = lab.join(lab.client());
        await().atMost(Lab.SOON).until(() -> value("sleuth.beacons.heard") >= 3);

        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            socket.setBroadcast(true);
            InetAddress everybody = InetAddress.getByName("127.255.255.255");
            socket.send(new DatagramPacket(new byte[] {'Z', 'R', 'E', 1}, 4, everybody, lab.port()));
        }
        awaitValue(1, "sleuth.rejected", "reason", "beacon-length");
        assertThat(peer.peers()).hasSize(1);
        assertThat(other.peers()).hasSize(1);
    }

    @Test
    void aMessageThatIsMissingIsAGap() {
        try (ZContext context = Lab.context()) {
            Sleuth peer = watched(lab.client());
            RawPeer raw = new RawPeer(context, lab, PeerId.of(UUID.randomUUID()));
            raw.connect(peer);
            raw.sayHello("tea");
            awaitValue(1, "sleuth.peers");

            raw.say(new Message.Ping(7));

            awaitValue(1, "sleuth.sequence.gaps");
            awaitValue(1, "sleuth.exits", "cause", "gap");
            assertThat(value("sleuth.rejected", "reason", "gap")).isEqualTo(1);
        }
    }

    @Test
    void whoeverLooksLaterSeesWhatWasCountedBefore() {
        Sleuth client = lab.join(lab.client());
        lab.join(lab.service("tea", request -> Response.of(204)));
        client.waitFor(Lab.SOON, "tea");

        new SleuthMetrics(client).bindTo(registry);

        awaitValue(1, "sleuth.enters");
        awaitValue(1, "sleuth.service.peers", "service", "tea");
        awaitValue(1, "sleuth.peers");
    }

    @Test
    void twoPeersMayShareARegistryAndTakeTheirMetersOutAgain() {
        Sleuth service = lab.join(lab.service("tea", request -> Response.of(204)));
        Sleuth client = lab.join(lab.client());
        SleuthMetrics ofService = new SleuthMetrics(service, Tags.of("peer", "service"));
        SleuthMetrics ofClient = new SleuthMetrics(client, Tags.of("peer", "client"));
        ofService.bindTo(registry);
        ofClient.bindTo(registry);
        ofClient.bindTo(registry);
        client.waitFor(Lab.SOON, "tea");
        client.send(Request.get("sleuth://tea/"));
        awaitValue(1, "sleuth.peers", "peer", "service");
        awaitValue(1, "sleuth.peers", "peer", "client");
        assertThat(value("sleuth.client.calls", "peer", "client"))
                .as("bound twice, counted once")
                .isEqualTo(1);

        ofClient.close();
        client.send(Request.get("sleuth://tea/"));
        assertThat(registry.getMeters())
                .isNotEmpty()
                .allSatisfy(meter -> assertThat(meter.getId().getTag("peer")).isEqualTo("service"));
        ofService.close();
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void prometheusScrapesWhatHappened() {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        lab.join(lab.service("tea", request -> Response.of(204)));
        Sleuth client = lab.join(lab.client());
        new SleuthMetrics(client).bindTo(prometheus);
        client.waitFor(Lab.SOON, "tea");
        client.send(Request.get("sleuth://tea/"));
        client.send(Request.get("sleuth://tea/"));

        String scraped = prometheus.scrape();

        assertThat(scraped.lines())
                .contains(
                        "sleuth_client_calls_seconds_count{method=\"GET\",outcome=\"success\",service=\"tea\",status=\"204\"} 2",
                        "sleuth_client_attempts_total{service=\"tea\"} 2.0",
                        "sleuth_service_peers{service=\"tea\"} 1.0",
                        "sleuth_exits_total{cause=\"silent\"} 0.0",
                        "sleuth_rejected_total{reason=\"gap\"} 0.0",
                        "sleuth_client_active 0.0",
                        "sleuth_enters_total 1.0",
                        "sleuth_peers 1.0");
    }
}
