package dev.sleuth.siege;

import dev.sleuth.zre.PeerId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The hostile one: 20,000 datagrams and 200 connections a second for as long as it is told to. */
public final class SiegeAttacker {
    static final int DATAGRAMS_PER_SECOND = 20_000;
    static final int CONNECTIONS_PER_SECOND = 200;
    private static final int MOST_CONNECTIONS = 4_000;

    private SiegeAttacker() {}

    /** @param args the UDP port; then identity and TCP port of each victim */
    public static void main(String... args) throws IOException {
        List<PeerId> victims = List.of(PeerId.parse(args[1]), PeerId.parse(args[3]));
        List<Integer> ports = List.of(Integer.parseInt(args[2]), Integer.parseInt(args[4]));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        // The kernel takes the connections of this one, and nobody ever reads them.
        try (ServerSocket hangs = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"));
                Datagrams datagrams = new Datagrams(Integer.parseInt(args[0]), victims, hangs.getLocalPort())) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                long millis = Long.parseLong(line);
                try (Connections connections = new Connections(ports, MOST_CONNECTIONS)) {
                    CompletableFuture<Long> made = CompletableFuture.supplyAsync(() -> flood(connections, millis));
                    long sent = datagrams.flood(millis, DATAGRAMS_PER_SECOND);
                    System.out.println(sent + " datagrams and " + made.join() + " connections");
                }
            }
        }
    }

    private static long flood(Connections connections, long millis) {
        try {
            return connections.flood(millis, CONNECTIONS_PER_SECOND);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
