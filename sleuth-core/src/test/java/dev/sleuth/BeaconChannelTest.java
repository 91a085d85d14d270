package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sleuth.rpc.SleuthException;
import dev.sleuth.zre.Beacon;
import dev.sleuth.zre.PeerId;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BeaconChannelTest {
    private static final NetworkPlace LOOPBACK = Lab.loopback();
    private static final Beacon BEACON = new Beacon(new PeerId(1, 2), 3);
    /** Sent last, so that what did not come before it does not come. */
    private static final Beacon LAST = new Beacon(new PeerId(9, 9), 9);

    private final int port = new Lab().port();
    private final Deque<Runnable> endings = new ArrayDeque<>();

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

    private BeaconChannel listen(NetworkPlace place, BlockingQueue<String> heard) throws Exception {
        EventLoop loop = new EventLoop("test-loop", System::nanoTime, () -> {});
        BeaconChannel channel =
                new BeaconChannel(List.of(place), port, (host, beacon) -> heard.add(host + " " + beacon));
        channel.register(loop);
        loop.start();
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
