package dev.sleuth.sim.world.docker;

import java.io.InputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The lines that are sent to a container, as the stream that the connection reads them from. (The JDK's piped streams
 * look only once a second whether there is something, unless they are flushed, and mind which thread wrote.)
 */
final class LineInput extends InputStream {
    private static final byte[] END = {};

    private final BlockingQueue<byte[]> lines = new LinkedBlockingQueue<>();
    private byte[] line = END;
    private int position;
    private boolean over;

    /** Sends a line; after {@link #close} it goes nowhere. */
    void put(String text) {
        lines.add(Box.bytes(text));
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /** What is there of one line; waits for the next if there is nothing. One thread reads. */
    @Override
    public int read(byte[] target, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (position == line.length && !next()) {
            return -1;
        }
        int count = Math.min(length, line.length - position);
        System.arraycopy(line, position, target, offset, count);
        position += count;
        return count;
    }

    private boolean next() {
        if (over) {
            return false;
        }
        try {
            line = lines.take();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            line = END;
        }
        position = 0;
        over = line.length == 0;
        return !over;
    }

    @Override
    public void close() {
        lines.add(END);
    }
}
