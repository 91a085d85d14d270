package dev.sleuth.siege;

import dev.sleuth.zre.Beacon;
import dev.sleuth.zre.PeerId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** A flood of datagrams of all kinds at a fixed rate, heard by every peer of the host. */
final class Datagrams implements AutoCloseable {
    private static final int PORT_THAT_REFUSES = 1;
    private static final int MOST_BYTES = 1400;

    private final Random random = new Random(5670);
    private final List<PeerId> victims;
    private final int portThatHangs;
    private final DatagramChannel[] sources;
    private final InetSocketAddress everybody;

    /** @param portThatHangs takes connections and says nothing */
    Datagrams(int port, List<PeerId> victims, int portThatHangs) throws IOException {
        this.victims = victims;
        this.portThatHangs = portThatHangs;
        this.everybody = new InetSocketAddress(InetAddress.getByName("127.255.255.255"), port);
        // The first is where the victims are: only from there their beacons can be forged.
        this.sources = new DatagramChannel[] {open("127.0.0.1"), open("127.0.0.2"), open("127.1.2.3")};
    }

    private static DatagramChannel open(String address) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_BROADCAST, true);
        return channel.bind(new InetSocketAddress(address, 0));
    }

    /** Sends for so long; returns how many it sent. */
    long flood(long millis, int perSecond) throws IOException {
        long begin = System.nanoTime();
        long sent = 0;
        for (long passed = 0; passed < millis * 1_000_000; passed = System.nanoTime() - begin) {
            for (long due = passed * perSecond / 1_000_000_000; sent < due; sent++) {
                int kind = (int) (sent % 8);
                sources[kind >= 6 ? 0 : random.nextInt(sources.length)].send(
                        ByteBuffer.wrap(datagram(kind)), everybody);
            }
            LockSupport.parkNanos(500_000);
        }
        return sent;
    }

    private byte[] datagram(int kind) {
        PeerId victim = victims.get(random.nextInt(victims.size()));
        return switch (kind) {
            case 0 -> garbage(random.nextInt(MOST_BYTES));
            case 1 -> Arrays.copyOf(new Beacon(madeUp(), 5000).encode(), random.nextInt(Beacon.BYTES));
            case 2 -> oversized();
            case 3 -> new Beacon(madeUp(), PORT_THAT_REFUSES).encode();
            case 4 -> new Beacon(madeUp(), portThatHangs).encode();
            case 5 -> new Beacon(madeUp(), 0).encode();
            case 6 -> new Beacon(victim, 0).encode();
            default -> new Beacon(victim, portThatHangs).encode();
        };
    }

    private byte[] oversized() {
        byte[] bytes = Arrays.copyOf(new Beacon(madeUp(), 5000).encode(), 54);
        bytes[3] = (byte) random.nextInt(4);
        return bytes;
    }

    private byte[] garbage(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private PeerId madeUp() {
        return new PeerId(random.nextLong(), random.nextLong());
    }

    @Override
    public void close() throws IOException {
        for (DatagramChannel source : sources) {
            source.close();
        }
    }
}
