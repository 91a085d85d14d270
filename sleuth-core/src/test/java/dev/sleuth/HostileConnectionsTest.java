package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sleuth.rpc.Observation;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import dev.sleuth.siege.Zmtp;
import dev.sleuth.zre.Codec;
import dev.sleuth.zre.Message;
import dev.sleuth.zre.PeerId;
import dev.sleuth.zre.Timing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Strangers' connections to a peer's ROUTER, made by hand: they get little time and little room. */
@Timeout(120)
class HostileConnectionsTest {
    private static final PeerId STRANGER = new PeerId(7, 8);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final byte MORE = 1;

    /** What a stranger says who never says HELLO. */
    enum Kind {
        NOTHING,
        GARBAGE("GET / HTTP/1.1\r\nHost: here\r\n\r\n".getBytes()),
        HALF_A_GREETING(Arrays.copyOf(Zmtp.greeting("NULL"), 20)),
        A_GREETING(Zmtp.greeting("NULL")),
        ANOTHER_MECHANISM(Zmtp.greeting("PLAIN")),
        A_HANDSHAKE(Zmtp.handshake(Links.identity(STRANGER))),
        A_HANDSHAKE_THAT_IS_NO_PEERS(Zmtp.handshake(new byte[] {9})),
        A_PING_TOO_SHORT(
                Zmtp.join(Zmtp.handshake(Links.identity(STRANGER)), Zmtp.command(new byte[] {4, 'P', 'I', 'N', 'G'}))),
        RUBBISH_IN_A_MESSAGE(Zmtp.join(Zmtp.handshake(Links.identity(STRANGER)), Zmtp.message(new byte[] {1, 2}))),
        A_HELLO_THAT_IS_NOT_TAKEN(Zmtp.join(Zmtp.handshake(Links.identity(STRANGER)), hello("tcp://nowhere:1")));

        private final byte[] said;

        Kind(byte... said) {
            this.said = said;
        }
    }

    private final Lab lab = new Lab();
    private final List<SocketChannel> channels = new ArrayList<>();
    private final Queue<Observation> seen = new ConcurrentLinkedQueue<>();

    @AfterEach
    void closeAll() throws IOException {
        closeChannels();
        lab.close();
    }

    private void closeChannels() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoNeverSaysAHelloThatIsTakenIsHungUpOn(Kind kind) throws Exception {
        Sleuth service = service(Duration.ofMillis(500));

        SocketChannel channel = connect(service, kind.said);

        awaitHungUp(channel);
        assertThatItIsStillThere();
    }

    /** What a stranger says who has shaken hands. */
    enum Word {
        A_PING_TOO_SHORT(Zmtp.command(new byte[] {4, 'P', 'I', 'N', 'G'})),
        RUBBISH(Zmtp.message(new byte[] {1, 2})),
        A_HELLO_THAT_IS_NOT_TAKEN(hello("tcp://nowhere:1")),
        A_PING_BEFORE_HELLO(Zmtp.message(Codec.encode(new Message.Ping(1))[0]));

        private final byte[] said;

        Word(byte... said) {
            this.said = said;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoSaysAnythingButAHelloThatIsTakenIsHungUpOn(Word word) throws Exception {
        Sleuth service = service(Duration.ofMillis(500));

        SocketChannel channel = shakeHands(service, STRANGER);
        write(channel, word.said);

        awaitHungUp(channel);
        assertThatItIsStillThere();
    }

    @Test
    void thousandsOfConnectionsLeaveNoMoreThanThereIsRoomForAndWhoComesLaterIsServed() throws Exception {
        Sleuth service = service(NEVER);
        int many = 3 * Doorkeeper.MOST_STRANGERS;
        for (int i = 0; i < many; i++) {
            connect(service, i % 2 == 0 ? new byte[0] : Zmtp.handshake(new byte[] {9}));
        }

        await().atMost(Lab.SOON.multipliedBy(3))
                .until(() -> channels.stream()
                                .filter(HostileConnectionsTest::isHungUp)
                                .count()
                        == many - Doorkeeper.MOST_STRANGERS);
        assertThatItIsStillThere();
        await().atMost(Lab.SOON).untilAsserted(() -> assertThat(rejections()).contains("too-many-connections"));
    }

    @Test
    void aMessageThatNeverEndsIsCut() throws Exception {
        Sleuth service = service(NEVER);
        SocketChannel channel = shakeHands(service, STRANGER);
        write(channel, hello("tcp://127.0.0.1:1"));
        byte[] frames = new byte[3 * (Reception.MOST_FRAMES + 1)];
        for (int i = 0; i < frames.length; i += 3) {
            frames[i] = MORE;
            frames[i + 1] = 1;
        }

        write(channel, frames);

        awaitHungUp(channel);
        await().atMost(Lab.SOON).untilAsserted(() -> assertThat(rejections()).contains("endless-message"));
        assertThatItIsStillThere();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MIN_VALUE + Integer.MAX_VALUE})
    void aFrameOfANegativeLengthIsNotWaitedFor(long length) throws Exception {
        Sleuth service = service(NEVER);
        SocketChannel channel = shakeHands(service, STRANGER);

        write(channel, Zmtp.announce(length));

        if (length != Long.MIN_VALUE) {
            awaitHungUp(channel);
        }
        assertThatItIsStillThere();
    }

    @Test
    void announcedFramesGetSoMuchRoomAndNoMoreAndWhatFollowsOneWithoutRoomIsPassedOver() throws Exception {
        Sleuth service = service(NEVER);
        long longest = 16 << 20;
        for (int i = 0; i < 12; i++) {
            PeerId id = new PeerId(i, i);
            // Where a frame was given no room, its bytes must not be taken for messages.
            write(
                    shakeHands(service, id),
                    Zmtp.join(Zmtp.announce(longest), hello("tcp://127.0.0.1:1"), hello("tcp://127.0.0.1:1")));
        }

        await().atMost(Lab.SOON).untilAsserted(() -> assertThat(rejections()).contains("no-room-for-frame"));
        await().atMost(Lab.SOON).until(() -> channels.stream().anyMatch(HostileConnectionsTest::isHungUp));
        assertThatItIsStillThere();
        assertThat(service.peers()).as("the client").hasSize(1);
    }

    /** docs/threat-model.md: nobody is told; the member finds out by its calls, and takes its identity back. */
    @Test
    void aTakeoverThatSaysNothingCostsTheMemberSomeCallsAndOneExitAndOneEntry() throws Exception {
        Sleuth service = service(Duration.ofMillis(500));
        Sleuth client = lab.join(lab.client().withTimeout(Duration.ofMillis(500)));
        client.waitFor(Lab.SOON, "echo");
        await().atMost(Lab.SOON).until(() -> comings().equals(List.of("entered")));

        awaitHungUp(shakeHands(service, client.id()));

        assertThatThrownBy(() -> client.send(Request.get("sleuth://echo/"))).hasMessageContaining("no answer in time");
        await().atMost(Lab.SOON)
                .ignoreExceptions()
                .until(() -> client.send(Request.post("sleuth://echo/", "back"))
                        .text()
                        .equals("back"));
        await().atMost(Lab.SOON)
                .untilAsserted(() -> assertThat(comings()).containsExactly("entered", "exited RESTARTED", "entered"));
    }

    /** JeroMQ would keep such a connection for ever: it can take nothing from it any more, and so sees no end of it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void connectionsWhoseIdentityWasTakenOverLeaveNothing(boolean closedByThem) throws Exception {
        Sleuth service = service(Duration.ofMillis(500));
        long before = Descriptors.open();
        List<SocketChannel> taken = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            taken.add(shakeHands(service, STRANGER));
        }
        for (SocketChannel channel : taken) {
            write(channel, Zmtp.message(new byte[] {1, 2}));
        }
        if (closedByThem) {
            closeChannels();
        }
        await().atMost(Lab.SOON).until(() -> taken.stream().allMatch(HostileConnectionsTest::isEnded));

        closeChannels();

        await().atMost(Lab.SOON)
                .untilAsserted(() -> assertThat(Descriptors.open()).isLessThan(before + 20));
    }

    @Test
    void ofOnePeersConnectionsOnlyTheNewestIsKept() throws Exception {
        Sleuth service = service(NEVER);
        try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String endpoint = "tcp://127.0.0.1:" + stranger.getLocalPort();
            SocketChannel first = shakeHands(service, STRANGER);
            write(first, hello(endpoint));
            stranger.setSoTimeout((int) Lab.SOON.toMillis());
            // Who is dialled has been heard. A connection that is replaced before is one of a stranger, and has its
            // time.
            stranger.accept().close();
            SocketChannel second = shakeHands(service, STRANGER);
            write(second, hello(endpoint));

            awaitHungUp(first);
            assertThat(isHungUp(second)).isFalse();
        }
        assertThatItIsStillThere();
    }

    /** A time to be silent that JeroMQ would hold the connection for, and everything that belongs to it. */
    @Test
    void nobodySetsATimeForTheSilenceOnItsConnection() throws Exception {
        Sleuth service = service(NEVER);
        SocketChannel channel = shakeHands(service, STRANGER);
        byte[] aTenthOfASecond = {4, 'P', 'I', 'N', 'G', 0, 1};

        write(channel, Zmtp.command(aTenthOfASecond));
        await().atMost(Lab.SOON).until(() -> says(channel, "PONG"));

        await().during(Duration.ofMillis(500)).atMost(Lab.SOON).until(() -> !isHungUp(channel));
        assertThatItIsStillThere();
    }

    private static boolean says(SocketChannel channel, String word) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(512);
        int count = channel.read(buffer);
        return count > 0 && new String(buffer.array(), 0, count, StandardCharsets.ISO_8859_1).contains(word);
    }

    private static boolean isEnded(SocketChannel channel) {
        return !channel.isOpen() || isHungUp(channel);
    }

    private List<String> comings() {
        return seen.stream()
                .filter(one -> one instanceof Observation.Entered || one instanceof Observation.Exited)
                .map(one -> one instanceof Observation.Exited exited ? "exited " + exited.cause() : "entered")
                .toList();
    }

    private Sleuth service(Duration hello) {
        Timing lan = Timing.LAN;
        return lab.join(lab.service("echo", request -> Response.ok(request.body()))
                .withTiming(new Timing(lan.beacon(), lan.quiet(), lan.gone(), hello, lan.patience(), lan.suspicion()))
                .withListener(seen::add));
    }

    private void assertThatItIsStillThere() {
        Sleuth client = lab.join(lab.client());
        client.waitFor(Lab.SOON, "echo");
        assertThat(client.send(Request.post("sleuth://echo/", "still here")).text())
                .isEqualTo("still here");
    }

    private List<String> rejections() {
        return seen.stream()
                .filter(Observation.Rejected.class::isInstance)
                .map(rejected -> ((Observation.Rejected) rejected).reason())
                .toList();
    }

    private static byte[] hello(String endpoint) {
        return Zmtp.message(Codec.encode(new Message.Hello(1, endpoint, List.of("other"), 1, "stranger", Map.of()))[0]);
    }

    private SocketChannel connect(Sleuth peer, byte[]... said) throws IOException {
        SocketChannel channel = SocketChannel.open(
                new InetSocketAddress("127.0.0.1", peer.endpoint().port()));
        channels.add(channel);
        for (byte[] bytes : said) {
            write(channel, bytes);
        }
        channel.configureBlocking(false);
        return channel;
    }

    /** Until the other has said READY, too. */
    private SocketChannel shakeHands(Sleuth peer, PeerId id) throws IOException {
        SocketChannel channel = connect(peer, Zmtp.handshake(Links.identity(id)));
        channel.configureBlocking(true);
        StringBuilder said = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(512);
        while (!said.toString().contains("READY")) {
            assertThat(channel.read(buffer.clear())).isPositive();
            said.append(new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1));
        }
        channel.configureBlocking(false);
        return channel;
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static void awaitHungUp(SocketChannel channel) {
        await().atMost(Lab.SOON).until(() -> isHungUp(channel));
    }

    /** What the other says is passed over. */
    private static boolean isHungUp(SocketChannel channel) {
        try {
            ByteBuffer buffer = ByteBuffer.allocate(512);
            int count;
            do {
                count = channel.read(buffer.clear());
            } while (count > 0);
            return count < 0;
        } catch (IOException reset) {
            return true;
        }
    }
}
