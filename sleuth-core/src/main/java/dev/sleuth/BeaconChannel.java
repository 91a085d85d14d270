package dev.sleuth;

import dev.sleuth.UdpWays.ReusePort;
import dev.sleuth.rpc.SleuthException;
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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Beacons over UDP, at one or several places. Sent as multicast, which Go peers listen to, and as directed broadcast,
 * which C peers listen to; both are heard. Everything on one host shares the port.
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

    static final String GROUP = "224.0.0.250";
    /** What Go peers use on loopback. */
    static final String LOOPBACK_GROUP = "224.0.0.1";

    private static final Logger LOG = LoggerFactory.getLogger(BeaconChannel.class);

    private static final int MAX_AT_ONCE = 64;
    /** 5,000 a second, more than hundreds of peers send: then to wake up for each would cost more than to read it. */
    private static final long FLOOD_NANOS = 200_000;
    /** So many of these above that, and it is a flood; it is over when as many fewer have come. */
    private static final int FLOOD = 250;

    private static final long PAUSE_NANOS = 2_000_000;

    private final int port;
    private final Heard heard;
    /** One byte more than a beacon, so that what is too long is seen to be. */
    private final ByteBuffer buffer = ByteBuffer.allocate(Beacon.BYTES + 1);
    /** Changed on the event loop only. */
    private DatagramChannel in;

    private volatile List<BeaconSender> out;
    /** Of what {@link #out} sends from. Changed on the event loop only. */
    private Sources sources;

    private boolean closed;
    /** When all that came would have come at the rate that makes a flood. The event loop's. */
    private long owed;

    /**
     * Opens the channel. Nothing is heard before {@link #register}.
     *
     * @param places at least one
     * @throws SleuthException 908 if the port cannot be used, or nothing can be sent from any of the places
     */
    BeaconChannel(List<NetworkPlace> places, int port, Heard heard) {
        this.port = port;
        this.heard = heard;
        try {
            this.in = listen(places);
        } catch (IOException cannot) {
            throw new SleuthException(
                    List.of(SleuthException.PORT),
                    "the UDP port " + port + " cannot be used on " + names(places) + ": " + cannot.getMessage()
                            + "; is it taken by a program that does not share it?",
                    cannot);
        }
        this.out = senders(places);
        this.sources = sources();
        if (out.isEmpty()) {
            close();
            throw new SleuthException(
                    SleuthException.PORT,
                    "no UDP socket can be opened on " + names(places) + "; the log says why (-v shows it)");
        }
    }

    private static String names(List<NetworkPlace> places) {
        return places.stream().map(NetworkPlace::name).distinct().collect(Collectors.joining(", "));
    }

    private DatagramChannel listen(List<NetworkPlace> places) throws IOException {
        DatagramChannel channel = bind();
        try {
            for (NetworkPlace place : places) {
                join(channel, place);
            }
            return channel;
        } catch (RuntimeException cannot) {
            channel.close();
            throw cannot;
        }
    }

    /** To the wildcard, because Linux delivers no broadcast to a socket bound to an address. */
    private DatagramChannel bind() throws IOException {
        try {
            return bind(false);
        } catch (BindException excluded) {
            DatagramChannel channel = bind(true);
            LOG.warn(
                    "the UDP port {} is shared by SO_REUSEPORT, because a program has it that sets nothing else:"
                            + " peers of this host that use different interfaces may not hear every multicast;"
                            + " have that program set SO_REUSEADDR, too",
                    port);
            return channel;
        }
    }

    private DatagramChannel bind(boolean lastResort) throws IOException {
        DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
        try {
            UdpWays ways = UdpWays.of(System.getProperty("os.name"), channel.supportedOptions());
            if (ways.reuseAddress()) {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            }
            if (ways.reusePort() == (lastResort ? ReusePort.LAST_RESORT : ReusePort.ALWAYS)) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            return channel.bind(new InetSocketAddress(port));
        } catch (IOException | RuntimeException cannot) {
            channel.close();
            throw cannot;
        }
    }

    /** Without it, directed broadcasts are still heard; the system allows only so many groups (Linux: 20). */
    private static void join(DatagramChannel channel, NetworkPlace place) {
        if (!place.multicast()) {
            return;
        }
        try {
            NetworkInterface networkInterface = place.networkInterface();
            channel.join(InetAddress.getByName(GROUP), networkInterface);
            channel.join(InetAddress.getByName(LOOPBACK_GROUP), networkInterface);
        } catch (IOException | RuntimeException cannot) {
            LOG.warn("multicast may not be heard on {}: {}", place.text(), cannot.toString());
        }
    }

    private List<BeaconSender> senders(List<NetworkPlace> places) {
        List<BeaconSender> all = new ArrayList<>();
        for (NetworkPlace place : places) {
            try {
                all.add(new BeaconSender(place, port));
            } catch (IOException | RuntimeException cannot) {
                LOG.warn("no beacons are sent from {}: {}", place.text(), cannot.toString());
            }
        }
        return List.copyOf(all);
    }

    private Sources sources() {
        return new Sources(out.stream().map(BeaconSender::place).toList());
    }

    void register(EventLoop loop) {
        loop.register(in, SelectionKey.OP_READ, key -> receive(loop, key));
    }

    /**
     * Listens at and sends from these places instead; on the event loop.
     *
     * @param places may be none
     * @return whether it does at all of them
     */
    synchronized boolean move(List<NetworkPlace> places, EventLoop loop) {
        if (closed) {
            return true;
        }
        List<BeaconSender> before = out;
        out = senders(places);
        sources = sources();
        before.forEach(BeaconSender::close);
        try {
            // To leave a group on an interface that is gone fails in the JDK: a new channel has no such past.
            DatagramChannel last = in;
            in = listen(places);
            register(loop);
            close(last);
        } catch (IOException cannot) {
            LOG.warn("what is sent to the UDP port {} may not be heard everywhere: {}", port, cannot.getMessage());
            return false;
        }
        return out.size() == places.size();
    }

    /** Sends a beacon to everyone; best effort, by any thread, one at a time. */
    void send(Beacon beacon) {
        byte[] bytes = beacon.encode();
        for (BeaconSender sender : out) {
            sender.send(bytes);
        }
    }

    private void receive(EventLoop loop, SelectionKey key) {
        int count = take();
        long now = System.nanoTime();
        owed = Math.min(Math.max(owed, now) + count * FLOOD_NANOS, now + 2 * FLOOD * FLOOD_NANOS);
        if (owed - now > FLOOD * FLOOD_NANOS && count < MAX_AT_ONCE) {
            key.interestOps(0);
            loop.later(PAUSE_NANOS, () -> listenAgain(key));
        }
    }

    private static void listenAgain(SelectionKey key) {
        if (key.isValid()) {
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    /** Returns how many there were: bounded, so that a flood leaves the event loop time for everything else. */
    private int take() {
        int count = 0;
        try {
            while (count < MAX_AT_ONCE) {
                InetSocketAddress from = (InetSocketAddress) in.receive(buffer.clear());
                if (from == null) {
                    return count;
                }
                count++;
                hear(from.getAddress());
            }
        } catch (IOException broken) {
            LOG.debug("a datagram could not be received", broken);
        }
        return count;
    }

    private void hear(InetAddress from) {
        Sources.Source source = sources.of(from);
        if (!source.near()) {
            heard.rejected(source.host(), "beacon-from-outside");
            return;
        }
        Beacon beacon = Beacon.decode(buffer.array(), buffer.position());
        if (beacon != null) {
            heard.beacon(source.host(), beacon);
        } else {
            heard.rejected(source.host(), String.valueOf(Beacon.flaw(buffer.array(), buffer.position())));
        }
    }

    synchronized void close() {
        closed = true;
        out.forEach(BeaconSender::close);
        close(in);
    }

    private static void close(DatagramChannel channel) {
        try {
            channel.close();
        } catch (IOException ignored) {
            LOG.debug("closing {}", channel, ignored);
        }
    }
}
