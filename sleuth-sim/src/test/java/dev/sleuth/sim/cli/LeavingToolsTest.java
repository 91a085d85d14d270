package dev.sleuth.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A peer that is ended while it has a request in hand: a slow HTTP server is at it. */
@Timeout(120)
class LeavingToolsTest {
    private final String port = Tool.freePort();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private HttpServer server;
    private Tool peer;
    private CompletableFuture<Tool.Ended> call;

    @BeforeEach
    void aCallIsUnderWay() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            asked.countDown();
            try {
                go.await();
            } catch (InterruptedException end) {
                return;
            }
            exchange.sendResponseHeaders(200, 4);
            exchange.getResponseBody().write("done".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
        String url = "http://localhost:" + server.getAddress().getPort();
        peer = Tool.start("peer", "--port", port, "--service", "slow", "--forward", url, "--grace", "1min");
        peer.id();
        call = CompletableFuture.supplyAsync(() -> {
            try {
                return Tool.run(new byte[0], "call", "--port", port, "--timeout", "20s", "sleuth://slow/");
            } catch (Exception cannot) {
                throw new IllegalStateException(cannot);
            }
        });
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @AfterEach
    void theEnd() {
        go.countDown();
        peer.close();
        server.stop(0);
    }

    @Test
    void what_it_has_in_hand_is_answered_before_it_ends() throws Exception {
        peer.signal("TERM");
        peer.line(line -> line.contains("finishing what is in hand"));
        assertThat(call).isNotDone();

        go.countDown();

        assertThat(call.get(20, TimeUnit.SECONDS).out()).isEqualTo("done");
        assertThat(peer.exit()).isEqualTo(143);
        assertThat(peer.lines()).last().asString().endsWith("left");
    }

    @Test
    void a_second_signal_ends_it_at_once() throws Exception {
        peer.signal("INT");
        peer.line(line -> line.contains("finishing what is in hand"));

        peer.signal("INT");

        assertThat(peer.exit()).isEqualTo(130);
        assertThat(peer.lines()).noneMatch(line -> line.endsWith("left"));
        assertThat(call.get(30, TimeUnit.SECONDS).code()).isEqualTo(1);
    }
}
