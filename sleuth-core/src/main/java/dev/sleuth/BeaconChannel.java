package dev.sleuth;

import dev.sleuth.rpc.SleuthException;
import dev.sleuth.zre.Beacon;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Beacons over UDP. Sent as multicast, which Go peers listen to, and as directed broadcast, which C peers listen to;
 * both are heard. Everything on one host shares the port.
 */
final class BeaconChannel {
    /** Takes a beacon and the host that it came from. */
    interface Heard {
        void beacon(String host, Beacon beacon);

        /**
         * A datagram that is none, or not from this network.
         *
         * @param reason a fixed word
         */
        default void rejected(String host, String reason) {}
    }

    private static final Logger LOG = LoggerFactory.getLogger(BeaconChannel.class);

    private static final String GROUP = "224.0.0.250";
    /** What Go peers use on loopback. */
    private static final String LOOPBACK_GROUP = "224.0.0.1";

    private static final int MAX_AT_ONCE = 64;

    private final NetworkPlace place;
    private final Heard heard;
    private final DatagramChannel in;
    private final DatagramChannel out;
    private final List<InetSocketAddress> targets;
    /** One byte more than a beacon, so that what is too long is seen to be. */
    private final ByteBuffer buffer = ByteBuffer.allocate(Beacon.BYTES + 1);

    private BeaconChannel(NetworkPlace place, int port, Heard heard) throws IOException {
        this.place = place;
        this.heard = heard;
        InetAddress group = InetAddress.getByName(place.isLoopback() ? LOOPBACK_GROUP : GROUP);
        this.targets = List.of(new InetSocketAddress(group, port), new InetSocketAddress(place.broadcast(), port));
        this.in = DatagramChannel.open(StandardProtocolFamily.INET);
        this.out = DatagramChannel.open(StandardProtocolFamily.INET);
        try {
            // The wildcard, because Linux delivers no broadcast to a socket bound to an address.
            share(in).bind(new InetSocketAddress(port));
            in.join(InetAddress.getByName(GROUP), place.networkInterface());
            in.join(InetAddress.getByName(LOOPBACK_GROUP), place.networkInterface());
            // Bound to the address, because whoever hears us dials where the datagram came from.
            out.bind(new InetSocketAddress(place.address(), 0));
            out.setOption(StandardSocketOptions.SO_BROADCAST, true);
            out.setOption(StandardSocketOptions.IP_MULTICAST_IF, place.networkInterface());
            out.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 1);
            out.configureBlocking(false);
        } catch (IOException | RuntimeException cannot) {
            close();
            throw cannot;
        }
    }

    /**
     * Sockets with only one of the two options exclude each other; other implementations set one or the other or both.
     */
    private static DatagramChannel share(DatagramChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        if (channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
            channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
        return channel;
    }

    /**
     * Opens the channel. Nothing is heard before {@link #register}.
     *
     * @throws SleuthException 908 if the port cannot be used
     */
    static BeaconChannel open(NetworkPlace place, int port, Heard heard) {
        try {
            return new BeaconChannel(place, port, heard);
        } catch (IOException cannot) {
            throw new SleuthException(
                    List.of(SleuthException.PORT),
                    "the UDP port " + port + " cannot be used on "
                            + place.networkInterface().getName() + ": " + cannot.getMessage()
                            + "; is it taken by a program that does not share it?",
                    cannot);
        }
    }

    void register(EventLoop loop) {
        loop.register(in, SelectionKey.OP_READ, this::receive);
    }

    /** Sends a beacon to everyone; best effort, by any thread, one at a time. */
    void send(Beacon beacon) {
        byte[] bytes = beacon.encode();
        for (InetSocketAddress target : targets) {
            try {
                out.send(ByteBuffer.wrap(bytes), target);
            } catch (IOException lost) {
                LOG.debug("a beacon to {} was not sent", target, lost);
            }
        }
    }

    private void receive() {
        try {
            // Bounded, so that a flood leaves the event loop time for everything else; it comes back for the rest.
            for (int left = MAX_AT_ONCE; left > 0; left--) {
                InetSocketAddress from = (InetSocketAddress) in.receive(buffer.clear());
                if (from == null) {
                    return;
                }
                hear(from.getAddress());
            }
        } catch (IOException broken) {
            LOG.debug("a datagram could not be received", broken);
        }
    }

    private void hear(InetAddress from) {
        String host = from.getHostAddress();
        if (!place.contains(from)) {
            heard.rejected(host, "beacon-from-outside");
            return;
        }
        Beacon beacon = Beacon.decode(buffer.array(), buffer.position());
        if (beacon != null) {
            heard.beacon(host, beacon);
        } else {
            heard.rejected(host, String.valueOf(Beacon.flaw(buffer.array(), buffer.position())));
        }
    }

    void close() {
        try (in;
                out) {
            LOG.debug("closing the beacon channel");
        } catch (IOException ignored) {
            LOG.debug("closing the beacon channel", ignored);
        }
    }
}
