package dev.sleuth.bench;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;

/** Threads that call, wait for the answer and call again. */
final class BlockingCallers {
    private BlockingCallers() {}

    static Window run(Contender.Client client, int callers, long millis, byte[] body) throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        List<Caller> all = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            Caller caller = new Caller(client, own(body, i), millis * 1_000_000, start);
            caller.start();
            all.add(caller);
        }
        long began = System.nanoTime();
        start.countDown();
        Histogram times = Window.histogram();
        long failures = 0;
        for (Caller caller : all) {
            caller.join();
            times.add(caller.times);
            failures += caller.failures;
        }
        return Window.of(times, failures, System.nanoTime() - began);
    }

    /** Every caller sends bytes of its own, so that an answer that went to the wrong one shows. */
    private static byte[] own(byte[] body, int caller) {
        byte[] own = body.clone();
        ByteBuffer.wrap(own).putInt(caller);
        return own;
    }

    private static final class Caller extends Thread {
        private final Contender.Client client;
        private final byte[] body;
        private final long length;
        private final CountDownLatch start;
        private final Histogram times = Window.histogram();
        private long failures;

        Caller(Contender.Client client, byte[] body, long length, CountDownLatch start) {
            super("caller");
            setDaemon(true);
            this.client = client;
            this.body = body;
            this.length = length;
            this.start = start;
        }

        @Override
        public void run() {
            try {
                start.await();
            } catch (InterruptedException e) {
                return;
            }
            long before = System.nanoTime();
            long end = before + length;
            while (before - end < 0) {
                boolean answered = answered();
                long now = System.nanoTime();
                if (answered) {
                    Window.record(times, now - before);
                }
                before = now;
            }
        }

        private boolean answered() {
            try {
                if (Arrays.equals(client.call(body), body)) {
                    return true;
                }
                complain("the answer is not the body that was sent");
            } catch (Exception e) {
                complain(e.toString());
            }
            return false;
        }

        private void complain(String what) {
            failures++;
            if (failures == 1) {
                System.err.println("a call failed: " + what);
            }
        }
    }
}
