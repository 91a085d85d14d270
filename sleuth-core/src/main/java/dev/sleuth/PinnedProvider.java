package dev.sleuth;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has JeroMQ's connections leave from a given address. It reads one in its endpoints ({@code tcp://peer:port;source:0})
 * but does not use it; where its channels come from can be chosen.
 */
final class PinnedProvider extends SelectorProvider {
    private static final Logger LOG = LoggerFactory.getLogger(PinnedProvider.class);

    private final SelectorProvider system = SelectorProvider.provider();
    private final Way way;

    PinnedProvider(Way way) {
        this.way = way;
    }

    /** A closed one if the address is gone: of an exception here, JeroMQ would tell nobody until it tries again. */
    @Override
    public SocketChannel openSocketChannel() throws IOException {
        try {
            return way.open();
        } catch (IOException gone) {
            LOG.debug("no connection can leave from {}: {}", way.host(), gone.toString());
            SocketChannel closed = system.openSocketChannel();
            closed.close();
            return closed;
        }
    }

    @Override
    public DatagramChannel openDatagramChannel() throws IOException {
        return system.openDatagramChannel();
    }

    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
        return system.openDatagramChannel(family);
    }

    @Override
    public Pipe openPipe() throws IOException {
        return system.openPipe();
    }

    @Override
    public AbstractSelector openSelector() throws IOException {
        return system.openSelector();
    }

    @Override
    public ServerSocketChannel openServerSocketChannel() throws IOException {
        return system.openServerSocketChannel();
    }
}
