package dev.sleuth.bench;

import java.nio.charset.StandardCharsets;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * Raw JeroMQ's echo, wired like two ZRE peers: requests come in at a ROUTER, answers leave through a DEALER to the
 * caller's own ROUTER. One thread does both. The first message tells where that ROUTER is.
 */
final class RawServer implements Contender.Server {
    private final ZContext context = new ZContext();
    private final ZMQ.Socket requests = context.createSocket(SocketType.ROUTER);
    private final ZMQ.Socket answers = context.createSocket(SocketType.DEALER);
    private final String address;

    RawServer() {
        requests.bind("tcp://127.0.0.1:*");
        address = requests.getLastEndpoint();
        Thread thread = new Thread(this::echo, "echo");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public String address() {
        return address;
    }

    private void echo() {
        requests.recv();
        answers.connect(new String(requests.recv(), StandardCharsets.UTF_8));
        while (true) {
            requests.recv();
            answers.send(requests.recv());
        }
    }
}
