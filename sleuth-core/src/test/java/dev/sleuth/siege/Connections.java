package dev.sleuth.siege;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Connections that never become a peer's, more and more of them at a fixed rate. */
final class Connections implements AutoCloseable {
    private static final int KINDS = 10;

    private final Random random = new Random(5671);
    private final List<Integer> ports;
    private final int mostOpen;
    private final Deque<SocketChannel> open = new ArrayDeque<>();
    /** What is said when the other has had time to shake hands. */
    private final Deque<Runnable> later = new ArrayDeque<>();

    /** @param mostOpen then the oldest is closed */
    Connections(List<Integer> ports, int mostOpen) {
        this.ports = ports;
        this.mostOpen = mostOpen;
    }

    /** Connects for so long; returns how often. */
    long flood(long millis, int perSecond) throws IOException {
        long begin = System.nanoTime();
        long made = 0;
        for (long passed = 0; passed < millis * 1_000_000; passed = System.nanoTime() - begin) {
            for (long due = passed * perSecond / 1_000_000_000; made < due; made++) {
                int kind = (int) (made / ports.size() % KINDS);
                SocketChannel channel = connect(ports.get((int) (made % ports.size())), first(kind));
                later.addLast(() -> write(channel, second(kind)));
                if (later.size() > perSecond / 5) {
                    later.removeFirst().run();
                }
            }
            LockSupport.parkNanos(2_000_000);
        }
        return made;
    }

    private SocketChannel connect(int port, byte[] rubbish) throws IOException {
        if (open.size() >= mostOpen) {
            open.removeFirst().close();
        }
        SocketChannel channel = SocketChannel.open();
        open.addLast(channel);
        channel.connect(new InetSocketAddress("127.0.0.1", port));
        channel.configureBlocking(false);
        write(channel, rubbish);
        return channel;
    }

    private static void write(SocketChannel channel, byte[] bytes) {
        try {
            channel.write(ByteBuffer.wrap(bytes));
        } catch (IOException hungUp) {
            // As it should be.
            return;
        }
    }

    private byte[] first(int kind) {
        byte[] greeting = Zmtp.greeting("NULL");
        byte[] peer = new byte[17];
        random.nextBytes(peer);
        peer[0] = 1;
        return switch (kind) {
            case 0 -> new byte[0];
            case 1 -> garbage();
            case 2 -> Arrays.copyOf(greeting, 1 + random.nextInt(63));
            case 3 -> greeting;
            case 4 -> Zmtp.join(Zmtp.greeting("PLAIN"), Zmtp.command(new byte[] {5, 'H', 'E', 'L', 'L', 'O', 0, 0}));
            case 5 -> Zmtp.handshake(new byte[] {9, 9, 9});
            default -> Zmtp.handshake(peer);
        };
    }

    private byte[] second(int kind) {
        return switch (kind) {
            case 5, 6 -> Zmtp.message(garbage());
            case 7 -> Zmtp.announce(20 << 20);
            case 8 -> Zmtp.join(Zmtp.command(new byte[] {4, 'P', 'I', 'N', 'G'}), garbage());
            default -> new byte[0];
        };
    }

    private byte[] garbage() {
        byte[] bytes = new byte[200];
        random.nextBytes(bytes);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : open) {
            channel.close();
        }
        open.clear();
    }
}
