package dev.sleuth;

import static org.awaitility.Awaitility.await;

import dev.sleuth.zre.Beacon;
import dev.sleuth.zre.Codec;
import dev.sleuth.zre.MalformedException;
import dev.sleuth.zre.Message;
import dev.sleuth.zre.PeerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * A peer made by hand on raw sockets, on loopback. As a Go peer's, its ROUTER hands no identity over: of two
 * connections with the same one it hears only the first.
 */
final class RawPeer {
    final PeerId id;
    private final ZContext context;
    private final Lab lab;
    private final ZMQ.Socket router;
    private final int port;
    private ZMQ.Socket dealer;

    RawPeer(ZContext context, Lab lab, PeerId id) {
        this(context, lab, id, 0);
    }

    /** @param port of the ROUTER; 0 for any */
    RawPeer(ZContext context, Lab lab, PeerId id, int port) {
        this.context = context;
        this.lab = lab;
        this.id = id;
        this.router = context.createSocket(SocketType.ROUTER);
        router.setReceiveTimeOut((int) Lab.SOON.toMillis());
        String wanted = "tcp://127.0.0.1:" + (port == 0 ? "*" : port);
        // Who had the port before may still be closing it.
        await().atMost(Lab.SOON).ignoreExceptions().until(() -> router.bind(wanted));
        String endpoint = router.getLastEndpoint();
        this.port = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
        this.dealer = router;
    }

    int port() {
        return port;
    }

    /** A new connection to a peer, in place of the one before, which is left as it is. */
    void connect(Sleuth peer) {
        String address = "tcp://127.0.0.1:" + portOf(lab, peer);
        dealer = context.createSocket(SocketType.DEALER);
        dealer.setIdentity(Links.identity(id));
        dealer.setReconnectIVL(60_000);
        dealer.setLinger(0);
        dealer.connect(address);
    }

    void say(Message message) {
        byte[][] frames = Codec.encode(message);
        for (int i = 0; i < frames.length; i++) {
            dealer.send(frames[i], i < frames.length - 1 ? ZMQ.SNDMORE : 0);
        }
    }

    void sayHello(String service) {
        say(new Message.Hello(
                1,
                "tcp://127.0.0.1:" + port,
                List.of(lab.group()),
                1,
                "raw",
                Map.of("group", lab.group(), "node", id.toString(), "type", service, "version", "1")));
    }

    /** The next message that this peer hears; null if none comes. */
    @Nullable
    Message hear() {
        if (router.recv() == null) {
            return null;
        }
        List<byte[]> frames = new ArrayList<>();
        while (router.hasReceiveMore()) {
            frames.add(router.recv());
        }
        try {
            return Codec.decode(frames);
        } catch (MalformedException unexpected) {
            throw new AssertionError("a peer of ours sent what cannot be read", unexpected);
        }
    }

    /** Hears until a message of this kind comes; null if none does. */
    <M extends Message> @Nullable M hear(Class<M> kind) {
        Message next;
        do {
            next = hear();
        } while (next != null && !kind.isInstance(next));
        return kind.cast(next);
    }

    /** The connections to it are reset, and nobody listens any more. */
    void closeRouter() {
        router.close();
    }

    static void sendBeacon(Lab lab, Beacon beacon) {
        byte[] bytes = beacon.encode();
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            socket.setBroadcast(true);
            socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName("127.255.255.255"), lab.port()));
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    /** Where a peer's ROUTER listens, as its beacons tell. */
    static int portOf(Lab lab, Sleuth peer) {
        try (MulticastSocket ear = new MulticastSocket(null)) {
            ear.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            ear.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            ear.bind(new InetSocketAddress((InetAddress) null, lab.port()));
            ear.setSoTimeout((int) Lab.SOON.toMillis());
            Beacon beacon;
            do {
                DatagramPacket packet = new DatagramPacket(new byte[100], 100);
                ear.receive(packet);
                beacon = Beacon.decode(packet.getData(), packet.getLength());
            } while (beacon == null || !beacon.peer().equals(peer.id()));
            return beacon.port();
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }
}
