package dev.sleuth.bench;

import dev.sleuth.HandlerThreads;
import dev.sleuth.Sleuth;
import dev.sleuth.SleuthConfig;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.time.Duration;

/** sleuth, through its public API, with its defaults but for the threads of the handler. */
record Ours(String name, HandlerThreads handlerThreads) implements Contender {
    private static final String SERVICE = "echo";
    private static final Request REQUEST = Request.of("POST", "sleuth://" + SERVICE + "/");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    public Server serve() throws SocketException {
        String port = Integer.toString(freePort());
        Sleuth.join(peer(port).withHandlerThreads(handlerThreads).withService(SERVICE, Ours::echo));
        return () -> port;
    }

    private static Response echo(Request request) {
        return Response.ok(request.body());
    }

    @Override
    public Client connect(String address) throws InterruptedException {
        Sleuth sleuth = Sleuth.join(peer(address));
        sleuth.waitFor(PATIENCE, SERVICE);
        return body -> {
            Response response = sleuth.send(REQUEST.withBody(body));
            if (response.status() != 200) {
                throw new IOException("status " + response.status() + ": " + response.text());
            }
            return response.body();
        };
    }

    /** Both sides meet at a UDP port of their own, in a group of their own: nobody else's beacons disturb them. */
    private static SleuthConfig peer(String port) {
        return SleuthConfig.defaults()
                .withInterface("lo")
                .withPort(Integer.parseInt(port))
                .withGroup("bench-" + port);
    }

    private static int freePort() throws SocketException {
        try (DatagramSocket socket = new DatagramSocket()) {
            return socket.getLocalPort();
        }
    }
}
