package dev.sleuth.bench;

import java.util.Arrays;
import org.HdrHistogram.Histogram;

/**
 * The least that JeroMQ can do: one thread on each side, no hand-over, no codec. Its "callers" are so many messages
 * under way at once, sent and received by the one thread.
 */
final class RawOneThread implements Contender {
    static final String NAME = "raw-one-thread";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Server serve() {
        return new RawServer();
    }

    @Override
    public Client connect(String address) {
        return new Pipeline(new RawLink(address));
    }

    private record Pipeline(RawLink link) implements Client {
        @Override
        public byte[] call(byte[] body) {
            link.send(body);
            return link.receive();
        }

        @Override
        public Window load(int callers, long millis, byte[] body) {
            Histogram times = Window.histogram();
            long failures = 0;
            long[] sent = new long[callers];
            long began = System.nanoTime();
            long end = began + millis * 1_000_000;
            for (int i = 0; i < callers; i++) {
                sent[i] = System.nanoTime();
                link.send(body);
            }
            // One connection each way keeps the order, so the oldest is the next to be answered.
            int oldest = 0;
            int underWay = callers;
            while (underWay > 0) {
                boolean same = Arrays.equals(link.receive(), body);
                long now = System.nanoTime();
                if (same) {
                    Window.record(times, now - sent[oldest]);
                } else {
                    failures++;
                }
                if (now - end < 0) {
                    sent[oldest] = now;
                    link.send(body);
                } else {
                    underWay--;
                }
                oldest = (oldest + 1) % callers;
            }
            return Window.of(times, failures, System.nanoTime() - began);
        }
    }
}
