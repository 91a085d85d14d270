package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sleuth.rpc.Observation;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import dev.sleuth.zre.Beacon;
import dev.sleuth.zre.PeerId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Datagrams that are no beacons, at a whole peer: counted, told, and without any effect. */
@Timeout(60)
class HostileDatagramsTest {
    private final Lab lab = new Lab();

    @AfterEach
    void closeAll() {
        lab.close();
    }

    @Test
    void areCountedByReasonInTheMetricsAndOnTheWellKnownPageAndTheListenerHearsOfThem() throws Exception {
        Queue<Observation> seen = new ConcurrentLinkedQueue<>();
        Sleuth service = lab.join(
                lab.service("echo", request -> Response.ok(request.body())).withListener(seen::add));
        Sleuth client = lab.join(lab.client());
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        new SleuthMetrics(service).bindTo(registry);
        client.waitFor(Lab.SOON, "echo");
        byte[] good = new Beacon(new PeerId(1, 2), 3).encode();

        send(new byte[0]);
        send(Arrays.copyOf(good, 21));
        send(Arrays.copyOf(good, 1400));
        send("RUBBISH, and more of it".getBytes());
        byte[] secure = Arrays.copyOf(good, 54);
        secure[3] = 3;
        send(secure);

        await().atMost(Lab.SOON).untilAsserted(() -> {
            assertThat(count(registry, "beacon-length")).isEqualTo(3);
            assertThat(count(registry, "beacon-signature")).isEqualTo(1);
            assertThat(count(registry, "beacon-version")).isEqualTo(1);
        });
        assertThat(seen).filteredOn(Observation.Rejected.class::isInstance).hasSize(5);
        assertThat(told(client).get("rejected"))
                .isEqualTo(new ObjectMapper()
                        .readTree("{\"beacon-length\":3,\"beacon-signature\":1,\"beacon-version\":1}"));
    }

    private static double count(SimpleMeterRegistry registry, String reason) {
        return registry.get("sleuth.rejected")
                .tag("reason", reason)
                .functionCounter()
                .count();
    }

    private static JsonNode told(Sleuth client) throws IOException {
        return new ObjectMapper()
                .readTree(client.send(Request.get("sleuth://echo/.well-known/sleuth"))
                        .body());
    }

    private void send(byte[] bytes) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            socket.setBroadcast(true);
            socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName("127.255.255.255"), lab.port()));
        }
    }
}
