package dev.sleuth;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends from one place, both ways: as multicast and as directed broadcast. */
final class BeaconSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BeaconSender.class);

    private final NetworkPlace place;
    private final DatagramChannel out;
    private final List<InetSocketAddress> targets = new ArrayList<>();

    /** @param port the UDP port that is sent to */
    BeaconSender(NetworkPlace place, int port) throws IOException {
        this.place = place;
        this.out = DatagramChannel.open(StandardProtocolFamily.INET);
        try {
            UdpWays ways = UdpWays.of(System.getProperty("os.name"), out.supportedOptions());
            // Bound to the address, because whoever hears us dials where the datagram came from.
            out.bind(new InetSocketAddress(place.address(), 0));
            if (place.multicast()) {
                out.setOption(StandardSocketOptions.IP_MULTICAST_IF, place.networkInterface());
                out.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 1);
                String group = place.isLoopback() ? BeaconChannel.LOOPBACK_GROUP : BeaconChannel.GROUP;
                targets.add(new InetSocketAddress(group, port));
            }
            if (ways.broadcastsAt(place)) {
                out.setOption(StandardSocketOptions.SO_BROADCAST, true);
                targets.add(new InetSocketAddress(place.broadcast(), port));
            }
            out.configureBlocking(false);
        } catch (IOException | RuntimeException cannot) {
            close();
            throw cannot;
        }
    }

    NetworkPlace place() {
        return place;
    }

    /** Best effort; by any thread, one at a time. */
    void send(byte[] beacon) {
        for (InetSocketAddress target : targets) {
            try {
                out.send(ByteBuffer.wrap(beacon), target);
            } catch (IOException lost) {
                LOG.debug("a beacon from {} to {} was not sent: {}", place.host(), target, lost.toString());
            }
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException ignored) {
            LOG.debug("closing a sender of beacons", ignored);
        }
    }
}
