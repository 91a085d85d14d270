package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sleuth.siege.Zmtp;
import dev.sleuth.zre.Cause;
import dev.sleuth.zre.Endpoint;
import dev.sleuth.zre.PeerId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zeromq.ZContext;

/** Where we are led by a beacon, and what is said to us there: on a link, nothing is due. */
@Timeout(30)
class HostileRouterTest {
    private static final int MIB = 1 << 20;
    private static final int FLOOD = 64 * MIB;

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final ZContext context = Lab.context();
    private EventLoop loop;
    private Links links;
    private ServerSocketChannel server;
    private SocketChannel channel;

    @BeforeEach
    void beLed() throws IOException {
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
        server = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
        Endpoint endpoint = new Endpoint("127.0.0.1", server.socket().getLocalPort());
        inside(() -> links.open(7, endpoint, new Way("127.0.0.1", false)));
        // First it looks whether anybody speaks ZMTP here.
        try (SocketChannel probe = server.accept()) {
            probe.write(ByteBuffer.wrap(Zmtp.greeting("NULL")));
        }
        channel = server.accept();
        shakeHands();
    }

    @AfterEach
    void end() throws IOException {
        inside(links::abort);
        loop.stop();
        channel.close();
        server.close();
        context.close();
    }

    @Test
    void aLongFrameCutsTheLink() throws Exception {
        say(Zmtp.announce(MIB));

        assertThat(next()).isEqualTo("opened 7");
        assertThat(next()).isEqualTo("broken 7 BROKEN");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE + Integer.MAX_VALUE})
    void aFrameOfANegativeLengthKeepsNobodyFromSeeingItsEnd(long length) throws Exception {
        say(Zmtp.announce(length));
        channel.close();

        assertThat(next()).isEqualTo("opened 7");
        assertThat(next()).isEqualTo("broken 7 BROKEN");
    }

    @Test
    void ofAFloodOfMessagesNoMoreIsTakenThanTheKernelKeeps() throws Exception {
        byte[] message = Zmtp.message(new byte[250]);
        ByteBuffer messages = ByteBuffer.allocate(4096 * message.length);
        while (messages.hasRemaining()) {
            messages.put(message);
        }
        messages.flip();
        channel.configureBlocking(false);
        long[] said = {0};

        await().atMost(Lab.SOON).during(Duration.ofMillis(500)).until(() -> {
            int count = said[0] < FLOOD ? channel.write(messages) : 0;
            said[0] += count;
            if (!messages.hasRemaining()) {
                messages.flip();
            }
            return count == 0;
        });

        assertThat(said[0]).isLessThan(FLOOD);
    }

    private synchronized void inside(Runnable step) {
        step.run();
    }

    private String next() throws InterruptedException {
        return events.poll(10, TimeUnit.SECONDS);
    }

    private void say(byte[] bytes) throws IOException {
        channel.write(ByteBuffer.wrap(bytes));
    }

    /** Until the other has said READY, too. */
    private void shakeHands() throws IOException {
        say(Zmtp.handshake(new byte[0]));
        StringBuilder heard = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(512);
        while (!heard.toString().contains("READY")) {
            assertThat(channel.read(buffer.clear())).isPositive();
            heard.append(new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1));
        }
    }
}
