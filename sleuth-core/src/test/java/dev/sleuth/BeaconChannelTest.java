package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sleuth.rpc.SleuthException;
import dev.sleuth.zre.Beacon;
import dev.sleuth.zre.PeerId;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class BeaconChannelTest {
    private static final NetworkPlace LOOPBACK = Lab.loopback();
    private static final NetworkPlace OTHER = other();
    private static final Beacon BEACON = new Beacon(new PeerId(1, 2), 3);
    /** Sent last, so that what did not come before it does not come. */
    private static final Beacon LAST = new Beacon(new PeerId(9, 9), 9);

    private final int port = new Lab().port();
    private final List<EventLoop> loops = new ArrayList<>();
    private final Deque<Runnable> endings = new ArrayDeque<>();

    private static NetworkPlace other() {
        try {
            return new NetworkPlace("lo", LOOPBACK.index(), (Inet4Address) InetAddress.getByName("127.0.0.2"), 8, true);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @AfterEach
    void close() {
        endings.forEach(Runnable::run);
    }

    @Test
    void channelsOfOneHostShareThePortAndHearEachOtherByMulticastAndBroadcast() throws Exception {
        BlockingQueue<String> first = new LinkedBlockingQueue<>();
        BlockingQueue<String> second = new LinkedBlockingQueue<>();
        BeaconChannel sender = listen(LOOPBACK, first);
        listen(LOOPBACK, second);

        sender.send(BEACON);

        for (BlockingQueue<String> heard : List.of(first, second)) {
            assertThat(next(heard)).isEqualTo("127.0.0.1 " + BEACON);
            assertThat(next(heard)).isEqualTo("127.0.0.1 " + BEACON);
        }
    }

    @Test
    void beaconsLeaveFromEveryPlaceInBothWaysEachFromItsOwnAddress() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        BeaconChannel channel = listen(List.of(LOOPBACK, OTHER), heard);

        channel.send(BEACON);

        assertThat(List.of(next(heard), next(heard), next(heard), next(heard)))
                .containsExactly(
                        "127.0.0.1 " + BEACON, "127.0.0.1 " + BEACON, "127.0.0.2 " + BEACON, "127.0.0.2 " + BEACON);
    }

    @Test
    void itMovesWithItsPlacesAndGoesOnHearing() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        BeaconChannel channel = listen(List.of(LOOPBACK), heard);
        EventLoop loop = loops.get(0);

        assertThat(onLoop(loop, () -> channel.move(List.of(OTHER), loop))).isTrue();
        channel.send(BEACON);
        assertThat(next(heard)).isEqualTo("127.0.0.2 " + BEACON);
        assertThat(next(heard)).isEqualTo("127.0.0.2 " + BEACON);

        assertThat(onLoop(loop, () -> channel.move(List.of(), loop))).isTrue();
        channel.send(BEACON);
        sendFrom("127.0.0.1", BEACON.encode());
        assertThat(onLoop(loop, () -> channel.move(List.of(LOOPBACK), loop))).isTrue();
        channel.send(LAST);
        assertThat(next(heard)).isEqualTo("127.0.0.1 " + LAST);
    }

    @Test
    void aPlaceThatIsGoneIsLeftOutAndSaidToBeMissing() throws Exception {
        NetworkPlace gone =
                new NetworkPlace("gone0", 1_000_000, (Inet4Address) InetAddress.getByName("192.0.2.77"), 24, true);
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        BeaconChannel channel = listen(List.of(LOOPBACK), heard);
        EventLoop loop = loops.get(0);

        assertThat(onLoop(loop, () -> channel.move(List.of(gone, LOOPBACK), loop)))
                .isFalse();

        channel.send(BEACON);
        assertThat(next(heard)).isEqualTo("127.0.0.1 " + BEACON);
        assertThatThrownBy(() -> new BeaconChannel(List.of(gone), port, (host, beacon) -> {}))
                .hasMessageContaining("no UDP socket can be opened on gone0");
    }

    @Test
    void whoIsClosedDoesNotMoveAnyMore() throws Exception {
        BeaconChannel channel = listen(List.of(LOOPBACK), new LinkedBlockingQueue<>());
        EventLoop loop = loops.get(0);
        channel.close();

        onLoop(loop, () -> channel.move(List.of(OTHER), loop));

        try (DatagramSocket alone = new DatagramSocket(port)) {
            assertThat(alone.isBound()).as("nobody has the port any more").isTrue();
        }
    }

    @Test
    void datagramsThatAreNoBeaconsAreIgnored() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        listen(LOOPBACK, heard);
        byte[] good = BEACON.encode();
        byte[] otherVersion = good.clone();
        otherVersion[3] = 3;
        byte[] foreign = good.clone();
        foreign[0] = 'X';

        for (byte[] bytes : new byte[][] {
            {},
            foreign,
            otherVersion,
            Arrays.copyOf(good, 21),
            Arrays.copyOf(good, 23),
            Arrays.copyOf(good, 54),
            new byte[2000],
            LAST.encode()
        }) {
            sendFrom("127.0.0.1", bytes);
        }

        assertThat(next(heard)).isEqualTo("127.0.0.1 " + LAST);
    }

    @Test
    void aBeaconFromAnotherNetworkIsIgnored() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        NetworkPlace narrow = new NetworkPlace("lo", LOOPBACK.index(), LOOPBACK.address(), 24, true);
        listen(narrow, heard);

        sendFrom("127.0.7.1", BEACON.encode());
        sendFrom("127.0.0.9", LAST.encode());

        assertThat(next(heard)).isEqualTo("127.0.0.9 " + LAST);
    }

    /** zyre.js and Go peers set the first alone, czmq both; the last is nobody that we know of. */
    @ParameterizedTest
    @CsvSource({"true, false", "true, true", "false, true"})
    void thePortIsSharedWithWhoeverSharesIt(boolean reuseAddress, boolean reusePort) throws Exception {
        try (MulticastSocket stranger = new MulticastSocket(null)) {
            stranger.setOption(StandardSocketOptions.SO_REUSEADDR, reuseAddress);
            stranger.setOption(StandardSocketOptions.SO_REUSEPORT, reusePort);
            stranger.bind(new InetSocketAddress(port));
            stranger.setSoTimeout(10_000);
            BlockingQueue<String> heard = new LinkedBlockingQueue<>();

            listen(LOOPBACK, heard).send(BEACON);

            assertThat(next(heard)).isEqualTo("127.0.0.1 " + BEACON);
            DatagramPacket packet = new DatagramPacket(new byte[100], 100);
            stranger.receive(packet);
            assertThat(Beacon.decode(packet.getData(), packet.getLength())).isEqualTo(BEACON);
        }
    }

    @Test
    void aPortThatIsTakenByAProgramThatDoesNotShareItIsRefused() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(port)) {
            assertThat(taken.isBound()).isTrue();
            long before = Descriptors.open();

            for (int i = 0; i < 20; i++) {
                assertThatThrownBy(() -> new BeaconChannel(List.of(LOOPBACK), port, (host, beacon) -> {}))
                        .isInstanceOfSatisfying(
                                SleuthException.class,
                                failure -> assertThat(failure.trace()).containsExactly(SleuthException.PORT))
                        .hasMessageContaining("UDP port " + port)
                        .hasMessageContaining("lo");
            }

            assertThat(Descriptors.open()).isLessThan(before + 10);
        }
    }

    @Test
    void whateverHasComeInTheEventLoopIsBackAtItsDeadlineAfter64Datagrams() throws Exception {
        AtomicInteger heard = new AtomicInteger();
        CompletableFuture<Integer> heardAtDeadline = new CompletableFuture<>();
        EventLoop loop = new EventLoop("test-loop", System::nanoTime, () -> heardAtDeadline.complete(heard.get()));
        BeaconChannel channel = new BeaconChannel(List.of(LOOPBACK), port, (host, beacon) -> heard.incrementAndGet());
        channel.register(loop);
        endings.add(loop::stop);
        endings.add(channel::close);
        for (int i = 0; i < 100; i++) {
            sendFrom("127.0.0.1", BEACON.encode());
        }
        loop.setDeadline(System.nanoTime());

        loop.start();

        assertThat(heardAtDeadline.get(10, TimeUnit.SECONDS)).isEqualTo(64);
        await().atMost(Lab.SOON).until(() -> heard.get() == 100);
    }

    private static boolean onLoop(EventLoop loop, Supplier<Boolean> task) throws Exception {
        return CompletableFuture.supplyAsync(task, loop::execute).get(10, TimeUnit.SECONDS);
    }

    private BeaconChannel listen(NetworkPlace place, BlockingQueue<String> heard) throws Exception {
        return listen(List.of(place), heard);
    }

    private BeaconChannel listen(List<NetworkPlace> places, BlockingQueue<String> heard) throws Exception {
        EventLoop loop = new EventLoop("test-loop", System::nanoTime, () -> {});
        BeaconChannel channel = new BeaconChannel(places, port, (host, beacon) -> heard.add(host + " " + beacon));
        channel.register(loop);
        loop.start();
        loops.add(loop);
        endings.add(loop::stop);
        endings.add(channel::close);
        return channel;
    }

    private void sendFrom(String address, byte[] bytes) throws Exception {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, 0))) {
            socket.setBroadcast(true);
            socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName("127.255.255.255"), port));
        }
    }

    private static String next(BlockingQueue<String> heard) throws InterruptedException {
        return heard.poll(10, TimeUnit.SECONDS);
    }
}
