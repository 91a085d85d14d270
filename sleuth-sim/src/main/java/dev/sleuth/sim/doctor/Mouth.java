package dev.sleuth.sim.doctor;

import dev.sleuth.sim.doctor.Facts.Address;
import dev.sleuth.sim.doctor.Facts.Card;
import dev.sleuth.sim.doctor.Facts.Echo;
import dev.sleuth.sim.doctor.Facts.Way;
import dev.sleuth.zre.Beacon;
import dev.sleuth.zre.PeerId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends beacons from one address, one way, to see whether they come back. They say of somebody unknown that he leaves
 * (port 0), which means nothing to anybody.
 */
final class Mouth {
    private final Card card;
    private final Address address;
    private final Way way;
    private final String target;
    private final int port;
    private final byte[] beacon;
    private @Nullable DatagramChannel channel;
    private int sent;
    private @Nullable String problem;

    /** @param target where to, in digits */
    Mouth(Card card, Address address, Way way, String target, int port, PeerId probe) {
        this.card = card;
        this.address = address;
        this.way = way;
        this.target = target;
        this.port = port;
        this.beacon = new Beacon(probe, 0).encode();
        try {
            channel = open();
        } catch (IOException | RuntimeException cannot) {
            problem = String.valueOf(cannot.getMessage());
        }
    }

    private DatagramChannel open() throws IOException {
        DatagramChannel opened = DatagramChannel.open(StandardProtocolFamily.INET);
        try {
            opened.bind(new InetSocketAddress(address.host(), 0));
            opened.setOption(StandardSocketOptions.SO_BROADCAST, true);
            opened.setOption(StandardSocketOptions.IP_MULTICAST_IF, Ear.networkInterface(card.name()));
            opened.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 1);
            opened.configureBlocking(false);
            return opened;
        } catch (IOException | RuntimeException cannot) {
            opened.close();
            throw cannot;
        }
    }

    void speak() {
        if (channel == null) {
            return;
        }
        try {
            if (channel.send(ByteBuffer.wrap(beacon), new InetSocketAddress(target, port)) > 0) {
                sent++;
            }
        } catch (IOException refused) {
            problem = String.valueOf(refused.getMessage());
        }
    }

    /** @param deaf the interfaces on which multicast cannot be heard, and why */
    Echo echo(Hearing hearing, Map<String, String> deaf) {
        int back = hearing.echoes(card.name(), address.host(), way);
        // What went out at least once can go out.
        @Nullable String notSent = sent == 0 ? problem : null;
        @Nullable String notHeard = way == Way.MULTICAST ? deaf.get(card.name()) : null;
        return new Echo(card.name(), address.host(), way, target, sent, back, notSent == null ? notHeard : notSent);
    }

    void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException ignored) {
            // Nothing is lost with it.
        }
    }
}
