package dev.sleuth;

import static dev.sleuth.rpc.SleuthException.TOO_LARGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sleuth.rpc.Observation;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import dev.sleuth.zre.Beacon;
import dev.sleuth.zre.Codec;
import dev.sleuth.zre.Message;
import dev.sleuth.zre.PeerId;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.StandardSocketOptions;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** How much goes through, and what a peer makes of strangers who keep to no rule. */
@Timeout(60)
class LimitsTest {
    private static final int MIB = 1 << 20;

    private final Lab lab = new Lab();
    private final ZContext context = Lab.context();

    @AfterEach
    void closeAll() {
        context.close();
        lab.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, (16 << 10) - 1, 16 << 10, (16 << 10) + 1, 48 << 10, MIB, 16 * MIB})
    void aBodyOfThisSizeArrivesUnchangedBothWays(int size) {
        Sleuth client = clientOfEcho(lab.client().maxBody());
        byte[] body = new byte[size];
        new Random(size).nextBytes(body);

        Response response = client.send(Request.of("PUT", "sleuth://echo/").withBody(body));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(body);
    }

    @Test
    void aBodyThatIsOneByteTooLongIsRefusedWhereItComesFrom() {
        Sleuth client = clientOfEcho(1000);

        assertThat(client.send(Request.of("PUT", "sleuth://echo/").withBody(new byte[1000]))
                        .body())
                .hasSize(1000);
        Request tooLong = Request.of("PUT", "sleuth://echo/").withBody(new byte[1001]);

        assertThat(Lab.trace(() -> client.send(tooLong))).containsExactly(TOO_LARGE);
        assertThatThrownBy(() -> client.send(tooLong))
                .hasMessageContaining("1001 bytes")
                .hasMessageContaining("1000 bytes");
        assertThat(client.sendAsync(tooLong)).isCompletedExceptionally();
        assertThat(client.send(Request.get("sleuth://echo/")).status()).isEqualTo(200);
    }

    /** Or the other's limit for frames would cut the connection, and all calls on it. */
    @Test
    void headersThatNobodyTakesAreRefusedWhereTheyComeFrom() {
        Sleuth client = clientOfEcho(1000);
        Request tooLong = Request.get("sleuth://echo/").withHeader("long", "x".repeat(3 * MIB));

        assertThat(Lab.trace(() -> client.send(tooLong))).containsExactly(TOO_LARGE);
        assertThat(client.send(Request.get("sleuth://echo/")).status()).isEqualTo(200);
    }

    @Test
    void aResponseThatIsTooLongIsA500ThatSaysSo() {
        lab.join(lab.service("long", request -> Response.ok(new byte[1001])).withMaxBody(1000));
        Sleuth client = lab.join(lab.client().withMaxBody(1000));
        client.waitFor(Lab.SOON, "long");

        Response response = client.send(Request.get("sleuth://long/"));

        assertThat(response.status()).isEqualTo(500);
        assertThat(response.text()).contains("longer than 1000 bytes");
    }

    @Test
    void strangersWhoKeepToNoRuleDisturbNobody() throws Exception {
        Queue<Observation> seen = new ConcurrentLinkedQueue<>();
        Sleuth service = lab.join(lab.service("echo", request -> Response.ok(request.body()))
                .withMaxBody(1000)
                .withListener(seen::add));
        Sleuth client = lab.join(lab.client().withMaxBody(1000));
        client.waitFor(Lab.SOON, "echo");
        String address = "tcp://127.0.0.1:" + portOf(service);
        await().atMost(Lab.SOON).until(() -> seen.stream().anyMatch(Observation.Entered.class::isInstance));

        rubbish(address);
        beforeHello(address);
        oversized(address);
        thousandFrames(address);

        await().atMost(Lab.SOON)
                .untilAsserted(() -> assertThat(rejections(seen))
                        .contains("malformed by null", "malformed by 000000", "before-hello by 000000"));
        for (int i = 0; i < 10; i++) {
            assertThat(client.send(Request.post("sleuth://echo/", "still here")).text())
                    .isEqualTo("still here");
        }
        assertThat(seen).noneMatch(Observation.Exited.class::isInstance);
        assertThat(client.peers()).hasSize(1);
        assertThat(service.peers()).hasSize(1);
    }

    @Test
    void aMemberWhoseFrameIsTooLongLosesItsConnectionAndNobodyElseDoes() throws Exception {
        Queue<Observation> seen = new ConcurrentLinkedQueue<>();
        Sleuth service = lab.join(lab.service("echo", request -> Response.ok(request.body()))
                .withMaxBody(1000)
                .withListener(seen::add));
        Sleuth client = lab.join(lab.client().withMaxBody(1000));
        client.waitFor(Lab.SOON, "echo");
        PeerId id = PeerId.of(UUID.randomUUID());
        CountDownLatch cut = new CountDownLatch(1);
        ZMQ.Socket dealer = dealer("tcp://127.0.0.1:" + portOf(service), Links.identity(id));
        dealer.base().setEventHook(event -> cut.countDown(), zmq.ZMQ.ZMQ_EVENT_DISCONNECTED);
        Message.Hello hello = new Message.Hello(1, "tcp://127.0.0.1:1", List.of(lab.group()), 1, "raw", Map.of());
        dealer.send(Codec.encode(hello)[0]);
        await().atMost(Lab.SOON).until(() -> seen.stream().anyMatch(observation -> entered(observation, id)));

        dealer.send(Codec.encode(new Message.Whisper(2, new Message.Frames(List.of())))[0], ZMQ.SNDMORE);
        dealer.send(new byte[8 * MIB]);

        Lab.awaitOpen(cut);
        assertThat(client.send(Request.post("sleuth://echo/", "still here")).text())
                .isEqualTo("still here");
        assertThat(client.peers()).hasSize(1);
    }

    private static boolean entered(Observation observation, PeerId id) {
        return observation instanceof Observation.Entered entered
                && entered.member().id().equals(id);
    }

    private static List<String> rejections(Queue<Observation> seen) {
        return seen.stream()
                .filter(Observation.Rejected.class::isInstance)
                .map(rejected -> (Observation.Rejected) rejected)
                .map(rejected -> rejected.reason() + " by "
                        + (rejected.from() == null ? null : rejected.from().name()))
                .toList();
    }

    private void rubbish(String address) {
        for (byte[] identity : List.of(new byte[] {9}, Links.identity(new PeerId(1, 1)))) {
            ZMQ.Socket dealer = dealer(address, identity);
            dealer.send("rubbish");
            dealer.send("");
            dealer.send(new byte[] {(byte) 0xAA, (byte) 0xA1, 99, 2, 0, 1});
        }
    }

    private void beforeHello(String address) {
        ZMQ.Socket dealer = dealer(address, Links.identity(new PeerId(2, 2)));
        dealer.send(Codec.encode(new Message.Ping(7))[0]);
        dealer.send(Codec.encode(new Message.Leave(8, lab.group(), 9))[0]);
    }

    private void oversized(String address) {
        ZMQ.Socket dealer = dealer(address, Links.identity(new PeerId(3, 3)));
        dealer.send(new byte[8 * MIB]);
    }

    private void thousandFrames(String address) {
        ZMQ.Socket dealer = dealer(address, Links.identity(new PeerId(4, 4)));
        for (int i = 0; i < 999; i++) {
            dealer.send("frame", ZMQ.SNDMORE);
        }
        dealer.send("last");
    }

    private ZMQ.Socket dealer(String address, byte[] identity) {
        ZMQ.Socket dealer = context.createSocket(SocketType.DEALER);
        dealer.setIdentity(identity);
        dealer.setReconnectIVL(60_000);
        dealer.connect(address);
        return dealer;
    }

    /** Where a peer's ROUTER listens, as its beacons tell. */
    private int portOf(Sleuth peer) throws IOException {
        try (MulticastSocket ear = new MulticastSocket(null)) {
            ear.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            ear.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            ear.bind(new InetSocketAddress((InetAddress) null, lab.port()));
            ear.setSoTimeout((int) Lab.SOON.toMillis());
            Beacon beacon;
            do {
                DatagramPacket packet = new DatagramPacket(new byte[100], 100);
                ear.receive(packet);
                beacon = Beacon.decode(packet.getData(), packet.getLength());
            } while (beacon == null || !beacon.peer().equals(peer.id()));
            return beacon.port();
        }
    }

    private Sleuth clientOfEcho(int maxBody) {
        lab.join(lab.service("echo", request -> Response.ok(request.body())).withMaxBody(maxBody));
        Sleuth client = lab.join(lab.client().withMaxBody(maxBody));
        client.waitFor(Lab.SOON, "echo");
        return client;
    }
}
