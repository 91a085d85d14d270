package dev.sleuth.sim.doctor;

import dev.sleuth.sim.doctor.Facts.Outcome;
import dev.sleuth.sim.doctor.Facts.Reach;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** One attempt to reach a TCP port, and to hear the first bytes of ZeroMQ's greeting from there. */
final class Reaching implements Ready {
    /** Long enough for a lost packet to be sent again, which the system does after one second. */
    private static final long CONNECT_NANOS = TimeUnit.MILLISECONDS.toNanos(2500);

    private static final long GREET_NANOS = TimeUnit.MILLISECONDS.toNanos(2000);

    /** What a ZMTP greeting begins with, before eight bytes that differ; and what ends those ten bytes. */
    private static final byte FIRST = (byte) 0xFF;

    private static final byte LAST = 0x7F;
    private static final int SIGNATURE = 10;

    private final String host;
    private final int port;
    private final SocketChannel channel;
    private final ByteBuffer signature = ByteBuffer.allocate(SIGNATURE);
    private long deadline;
    private boolean connected;
    private Outcome outcome = Outcome.UNKNOWN;
    private String detail = "";
    private boolean done;

    private Reaching(String host, int port, SocketChannel channel, long now) {
        this.host = host;
        this.port = port;
        this.channel = channel;
        this.deadline = now + CONNECT_NANOS;
    }

    static Reaching start(Selector selector, String host, int port, long now) throws IOException {
        Reaching reaching = new Reaching(host, port, SocketChannel.open(), now);
        try {
            reaching.channel.configureBlocking(false);
            if (reaching.channel.connect(new InetSocketAddress(host, port))) {
                reaching.connected(now);
            }
            reaching.channel.register(
                    selector, reaching.connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, reaching);
        } catch (IOException failed) {
            reaching.end(outcome(failed), String.valueOf(failed.getMessage()));
        }
        return reaching;
    }

    private void connected(long now) {
        connected = true;
        deadline = now + GREET_NANOS;
    }

    @Override
    public void ready(SelectionKey key, long now) {
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                connected(now);
                key.interestOps(SelectionKey.OP_READ);
            } else if (key.isReadable()) {
                read();
            }
        } catch (IOException failed) {
            end(connected ? Outcome.MUTE : outcome(failed), String.valueOf(failed.getMessage()));
        }
    }

    private void read() throws IOException {
        boolean closed = channel.read(signature) < 0;
        if (signature.hasRemaining() && !closed) {
            return;
        }
        boolean zeroMq = !signature.hasRemaining() && signature.get(0) == FIRST && signature.get(SIGNATURE - 1) == LAST;
        end(zeroMq ? Outcome.ANSWERS : Outcome.MUTE, zeroMq ? "" : "what answers is not ZeroMQ");
    }

    /** Gives up if it is time; returns whether it has ended. */
    boolean tick(long now) {
        if (!done && now >= deadline) {
            end(connected ? Outcome.MUTE : Outcome.SILENT, "");
        }
        return done;
    }

    Reach reach() {
        return new Reach(host, port, outcome, detail);
    }

    private void end(Outcome how, String why) {
        outcome = how;
        detail = why;
        done = true;
        close();
    }

    void close() {
        try {
            channel.close();
        } catch (IOException ignored) {
            // It was only looked at.
        }
    }

    private static Outcome outcome(IOException failed) {
        String message = String.valueOf(failed.getMessage()).toLowerCase(Locale.ROOT);
        if (failed instanceof NoRouteToHostException
                || message.contains("unreachable")
                || message.contains("not permitted")) {
            return Outcome.UNREACHABLE;
        }
        boolean timedOut = message.contains("timed out");
        return failed instanceof ConnectException && !timedOut ? Outcome.REFUSED : Outcome.SILENT;
    }
}
