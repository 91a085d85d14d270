package dev.sleuth;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;

/**
 * Which of our addresses a peer is spoken to from.
 *
 * @param host that address, in digits
 * @param pinned whether a connection has to be bound to it, because the system would take another one by itself
 */
record Way(String host, boolean pinned) {
    /**
     * The one to {@code remote}: what the system would take if that is ours, or else the place in its network, or else
     * the first.
     *
     * @param places at least one
     * @param bySystem in digits; anything else if the system knows no way
     */
    static Way among(List<NetworkPlace> places, InetAddress remote, String bySystem) {
        if (places.stream().anyMatch(place -> place.host().equals(bySystem))) {
            return new Way(bySystem, false);
        }
        NetworkPlace nearest = places.stream()
                .filter(place -> place.contains(remote))
                .findFirst()
                .orElse(places.get(0));
        return new Way(nearest.host(), true);
    }

    /** A channel that leaves from there once it is connected. */
    SocketChannel open() throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            if (pinned) {
                channel.bind(new InetSocketAddress(host, 0));
            }
            return channel;
        } catch (IOException | RuntimeException cannot) {
            channel.close();
            throw cannot;
        }
    }
}
