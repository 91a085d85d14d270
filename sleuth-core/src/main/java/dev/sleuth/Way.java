package dev.sleuth;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;

/**
 * Which of our addresses a peer is spoken to from.
 *
 * @param host that address, in digits
 * @param pinned whether a connection has to be bound to it, because the system would take another one by itself
 */
record Way(String host, boolean pinned) {
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
