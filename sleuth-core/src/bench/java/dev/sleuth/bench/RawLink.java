package dev.sleuth.bench;

import java.nio.charset.StandardCharsets;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** The calling side's two sockets towards a {@link RawServer}: out through a DEALER, back in at a ROUTER. */
final class RawLink {
    private final ZContext context = new ZContext();
    private final ZMQ.Socket requests = context.createSocket(SocketType.DEALER);
    private final ZMQ.Socket answers = context.createSocket(SocketType.ROUTER);

    RawLink(String address) {
        answers.bind("tcp://127.0.0.1:*");
        requests.connect(address);
        requests.send(answers.getLastEndpoint().getBytes(StandardCharsets.UTF_8));
    }

    /** One thread at a time. */
    void send(byte[] message) {
        requests.send(message);
    }

    /** Waits for the next answer; one thread at a time. */
    byte[] receive() {
        answers.recv();
        return answers.recv();
    }
}
