package dev.sleuth.sim.doctor;

import dev.sleuth.sim.doctor.Facts.Card;
import dev.sleuth.sim.doctor.Facts.Way;
import dev.sleuth.zre.Beacon;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hears beacons of one kind. Java does not tell where a datagram was sent to and on which interface it came, so there
 * is a socket for each: one bound to a multicast group and a member of it on one interface alone hears what was sent to
 * that group there, and one bound to the wildcard that is in no group hears what was broadcast.
 */
final class Ear implements Ready {
    /** Go peers' group, and what they use on loopback. */
    static final List<String> GROUPS = List.of("224.0.0.250", "224.0.0.1");

    /** So that a flood leaves time for everything else. */
    private static final int MOST_AT_ONCE = 256;

    /** Takes a beacon. */
    interface Heard {
        /** @param card null for a broadcast, of which only the address of its sender tells */
        void beacon(long now, @Nullable String card, String host, Way way, Beacon beacon);
    }

    private final @Nullable String card;
    private final DatagramChannel channel;
    private final Heard heard;
    /** One byte more than a beacon, so that what is too long is seen to be. */
    private final ByteBuffer buffer = ByteBuffer.allocate(Beacon.BYTES + 1);

    private Ear(@Nullable String card, DatagramChannel channel, Heard heard) {
        this.card = card;
        this.channel = channel;
        this.heard = heard;
    }

    /** Why the port cannot be bound and shared, as peers do; null if it can. */
    static @Nullable String whyNot(int port) {
        try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
            share(channel, true).bind(new InetSocketAddress(port));
            return null;
        } catch (IOException taken) {
            return String.valueOf(taken.getMessage());
        }
    }

    /** @throws IOException if the port cannot be bound and shared */
    static Ear forBroadcasts(Selector selector, int port, Heard heard) throws IOException {
        return open(selector, new InetSocketAddress(port), null, true, heard);
    }

    /** @throws IOException if this interface cannot take part in the group */
    static Ear forMulticasts(Selector selector, Card card, String group, int port, Heard heard) throws IOException {
        InetSocketAddress address = new InetSocketAddress(group, port);
        try {
            // Linux may hand a multicast to any socket that shares the port by SO_REUSEPORT, once it has found that
            // only
            // one of them is a member on that interface: then what came on one would be heard as if on another.
            return open(selector, address, card, false, heard);
        } catch (BindException excluded) {
            return open(selector, address, card, true, heard); // By a program that shares it in that way alone.
        }
    }

    private static Ear open(
            Selector selector, InetSocketAddress address, @Nullable Card card, boolean reusePort, Heard heard)
            throws IOException {
        DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
        try {
            share(channel, reusePort).bind(address);
            if (card != null) {
                channel.join(InetAddress.getByName(address.getHostString()), networkInterface(card.name()));
            }
            channel.configureBlocking(false);
            Ear ear = new Ear(card == null ? null : card.name(), channel, heard);
            channel.register(selector, SelectionKey.OP_READ, ear);
            return ear;
        } catch (IOException cannot) {
            channel.close();
            throw cannot;
        } catch (RuntimeException cannot) {
            channel.close();
            throw new IOException(cannot.getMessage(), cannot);
        }
    }

    private static DatagramChannel share(DatagramChannel channel, boolean reusePort) throws IOException {
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        if (reusePort && channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
            channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
        return channel;
    }

    static NetworkInterface networkInterface(String card) throws IOException {
        NetworkInterface found = NetworkInterface.getByName(card);
        if (found == null) {
            throw new IOException("the interface is gone");
        }
        return found;
    }

    @Override
    public void ready(SelectionKey key, long now) {
        try {
            for (int left = MOST_AT_ONCE; left > 0; left--) {
                InetSocketAddress from = (InetSocketAddress) channel.receive(buffer.clear());
                if (from == null) {
                    return;
                }
                Beacon beacon = Beacon.decode(buffer.array(), buffer.position());
                if (beacon != null) {
                    Way way = card == null ? Way.BROADCAST : Way.MULTICAST;
                    heard.beacon(now, card, from.getAddress().getHostAddress(), way, beacon);
                }
            }
        } catch (IOException broken) {
            key.cancel(); // It hears nothing more, which the echoes will show.
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException ignored) {
            // It only listened.
        }
    }
}
