package dev.sleuth;

import dev.sleuth.zre.Endpoint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection of our own, made to find out who is at an endpoint, and ended then. On the event loop. */
final class Probe {
    /** What was found. */
    enum Found {
        /** Somebody speaks ZMTP there. */
        ZMTP,
        /** Nobody listens there. */
        REFUSED,
        /** Anything else. */
        NOTHING
    }

    private static final Logger LOG = LoggerFactory.getLogger(Probe.class);

    /** How every greeting begins (RFC 23, 37), on both sides, without waiting for the other. */
    private static final byte SIGNATURE = (byte) 0xFF;

    private final EventLoop loop;
    private final Endpoint endpoint;
    private final boolean untilGreeted;
    private final Consumer<Found> told;
    /** Null before and after. */
    private @Nullable SocketChannel channel;

    private boolean ended;

    /**
     * @param untilGreeted whether to wait until somebody says something there; if not, then whoever takes the
     *     connection is {@link Found#NOTHING}
     * @param told of what was found, once; never if it hangs
     */
    Probe(EventLoop loop, Endpoint endpoint, boolean untilGreeted, Consumer<Found> told) {
        this.loop = loop;
        this.endpoint = endpoint;
        this.untilGreeted = untilGreeted;
        this.told = told;
    }

    /** @param way where it leaves from */
    void begin(Way way) {
        if (ended) {
            return;
        }
        attempt(() -> {
            SocketChannel opened = way.open();
            channel = opened;
            opened.configureBlocking(false);
            if (opened.connect(new InetSocketAddress(endpoint.host(), endpoint.port()))) {
                connected(opened);
            } else {
                loop.register(
                        opened,
                        SelectionKey.OP_CONNECT,
                        key -> attempt(() -> {
                            opened.finishConnect();
                            connected(opened);
                        }));
            }
        });
    }

    private void connected(SocketChannel opened) throws IOException {
        if (untilGreeted) {
            loop.register(
                    opened,
                    SelectionKey.OP_READ,
                    key -> attempt(() -> {
                        ByteBuffer first = ByteBuffer.allocate(1);
                        int count = opened.read(first);
                        if (count != 0) {
                            found(count > 0 && first.get(0) == SIGNATURE ? Found.ZMTP : Found.NOTHING);
                        }
                    }));
        } else {
            found(Found.NOTHING);
        }
    }

    private interface Attempt {
        void run() throws IOException;
    }

    private void attempt(Attempt attempt) {
        try {
            attempt.run();
        } catch (IOException | RuntimeException failed) {
            found(isRefusal(failed) ? Found.REFUSED : Found.NOTHING);
        }
    }

    /** A ConnectException may also be a time-out. */
    private static boolean isRefusal(Exception failed) {
        return failed instanceof ConnectException
                && String.valueOf(failed.getMessage()).contains("refused");
    }

    private void found(Found what) {
        if (!ended) {
            end();
            told.accept(what);
        }
    }

    /** Tells nothing any more. */
    void end() {
        ended = true;
        SocketChannel opened = channel;
        channel = null;
        if (opened != null) {
            try {
                opened.close();
            } catch (IOException ignored) {
                LOG.debug("closing a probe", ignored);
            }
        }
    }
}
