package dev.sleuth.bench;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The least that a library for blocking callers can do on JeroMQ: callers send under a lock and park, one thread
 * receives the answers and unparks them. No codec, no handler.
 */
final class RawBlocking implements Contender {
    @Override
    public String name() {
        return "raw-blocking";
    }

    @Override
    public Server serve() {
        return new RawServer();
    }

    @Override
    public Client connect(String address) {
        return new Parking(new RawLink(address));
    }

    private static final class Parking implements Client {
        private final RawLink link;
        private final Map<Long, Call> waiting = new ConcurrentHashMap<>();
        private long last;

        Parking(RawLink link) {
            this.link = link;
            Thread thread = new Thread(this::receive, "receiver");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public byte[] call(byte[] body) {
            Call call = new Call(Thread.currentThread());
            byte[] message = new byte[Long.BYTES + body.length];
            System.arraycopy(body, 0, message, Long.BYTES, body.length);
            synchronized (link) {
                last++;
                waiting.put(last, call);
                ByteBuffer.wrap(message).putLong(last);
                link.send(message);
            }
            while (call.answer == null) {
                LockSupport.park(call);
            }
            return call.answer;
        }

        private void receive() {
            while (true) {
                byte[] message = link.receive();
                Call call = waiting.remove(ByteBuffer.wrap(message).getLong());
                call.answer = Arrays.copyOfRange(message, Long.BYTES, message.length);
                LockSupport.unpark(call.thread);
            }
        }
    }

    private static final class Call {
        private final Thread thread;
        private volatile byte[] answer;

        Call(Thread thread) {
            this.thread = thread;
        }
    }
}
