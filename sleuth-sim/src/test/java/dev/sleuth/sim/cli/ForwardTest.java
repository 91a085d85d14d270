package dev.sleuth.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an HTTP server is told and what comes back, against a real one. */
@Timeout(60)
class ForwardTest {
    private static final int MAX_BODY = 1_000_000;
    private static final Duration LONG = Duration.ofSeconds(30);

    private final CountDownLatch release = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, String> told = new ConcurrentHashMap<>();
    private HttpServer server;
    private String base;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        base = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        release.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    /** Answers as the path's last part says, with what it was sent. */
    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Map<String, List<String>> headers = new TreeMap<>(exchange.getRequestHeaders());
        told.put("line", exchange.getRequestMethod() + " " + exchange.getRequestURI());
        headers.forEach((name, values) -> told.put(name, String.join("|", values)));
        String path = exchange.getRequestURI().getPath();
        try {
            switch (path.substring(path.lastIndexOf('/') + 1)) {
                case "slow" -> release.await();
                case "slow-body" -> {
                    exchange.sendResponseHeaders(200, 10);
                    exchange.getResponseBody().write(1);
                    exchange.getResponseBody().flush();
                    release.await();
                }
                case "endless" -> {
                    exchange.sendResponseHeaders(200, 0);
                    while (true) {
                        exchange.getResponseBody().write(new byte[65_536]);
                    }
                }
                case "moved" -> {
                    exchange.getResponseHeaders().add("Location", "/elsewhere");
                    exchange.sendResponseHeaders(302, -1);
                }
                case "nothing" -> exchange.sendResponseHeaders(204, -1);
                case "broken" -> throw new IOException("a test's");
                default -> {
                    exchange.getResponseHeaders().add("Set-Cookie", "a=1");
                    exchange.getResponseHeaders().add("Set-Cookie", "b=2");
                    exchange.getResponseHeaders().add("Connection", "X-Inner");
                    exchange.getResponseHeaders().add("X-Inner", "of this connection");
                    exchange.sendResponseHeaders(path.endsWith("404") ? 404 : 200, body.length == 0 ? -1 : body.length);
                    exchange.getResponseBody().write(body);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    private Response forward(Request request) {
        return new Forward(URI.create(base), LONG, MAX_BODY).handle(request);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''      | /a/b?c=d&e#f   | /a/b?c=d&e",
                "/       | /a             | /a",
                "/api    | /a%2Fb%20c     | /api/a%2Fb%20c",
                "/api/   | /              | /api/",
                "''      | a              | /a",
                "''      | //other/a      | //other/a",
                "''      | @other.host/a  | /@other.host/a",
                "''      | :81/a          | /:81/a",
            })
    void path_and_query_reach_the_server_as_they_are_and_no_other_server(String prefix, String url, String reached) {
        new Forward(Forward.base(base + prefix), LONG, MAX_BODY).handle(Request.of("DELETE", url));
        assertThat(told.get("line")).isEqualTo("DELETE " + reached);
    }

    @Test
    void header_fields_pass_both_ways_but_those_of_one_connection() {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("Accept", List.of("text/html", "text/plain"));
        headers.put("x-lower", List.of("1"));
        headers.put("Host", List.of("elsewhere"));
        headers.put("Content-Length", List.of("7"));
        headers.put("Expect", List.of("100-continue"));
        headers.put("Connection", List.of("close, X-Private"));
        headers.put("X-Private", List.of("1"));
        headers.put("Keep-Alive", List.of("5"));
        headers.put("TE", List.of("trailers"));
        headers.put("Upgrade", List.of("h2c"));

        Response response = forward(new Request("POST", "/a", headers, "hello".getBytes()));

        assertThat(told.get("Accept")).isEqualTo("text/html|text/plain");
        assertThat(told.get("X-lower")).isEqualTo("1");
        assertThat(told.get("Host")).isEqualTo(base.substring("http://".length()));
        assertThat(told.get("Content-length")).isEqualTo("5");
        assertThat(told).doesNotContainKeys("Expect", "X-private", "Keep-alive", "Te", "Upgrade");
        assertThat(response.text()).isEqualTo("hello");
        assertThat(response.headers()).containsEntry("Set-Cookie", List.of("a=1", "b=2"));
        assertThat(response.headers()).containsEntry("Content-Length", List.of("5"));
        assertThat(response.headers()).doesNotContainKeys("Connection", "X-Inner");
    }

    @ParameterizedTest
    @CsvSource({"/404, 404", "/moved, 302", "/nothing, 204", "/200, 200"})
    void a_status_comes_back_as_it_is(String path, int status) {
        Response response = forward(Request.get(path));
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void a_body_passes_both_ways_byte_by_byte_up_to_the_limit() {
        byte[] body = new byte[MAX_BODY];
        new Random(1).nextBytes(body);
        assertThat(forward(Request.of("PATCH", "/").withBody(body)).body()).isEqualTo(body);
    }

    @Test
    void a_server_that_is_slow_is_a_504() {
        for (String path : List.of("/slow", "/slow-body")) {
            Response response =
                    new Forward(URI.create(base), Duration.ofMillis(300), MAX_BODY).handle(Request.get(path));
            assertThat(response.status()).as(path).isEqualTo(504);
            assertThat(response.text()).isEqualTo("sleuth: " + base + " has not answered within 0.3 s\n");
        }
    }

    @Test
    void a_server_that_is_down_is_a_502_that_names_it() throws IOException {
        int port;
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = nobody.getLocalPort();
        }
        URI down = URI.create("http://127.0.0.1:" + port);
        Response response = new Forward(down, LONG, MAX_BODY).handle(Request.get("/"));
        assertThat(response.status()).isEqualTo(502);
        assertThat(response.text()).isEqualTo("sleuth: " + down + " cannot be reached: it refuses connections\n");
    }

    @Test
    void a_server_that_hangs_up_is_a_502() {
        Response response = forward(Request.get("/broken"));
        assertThat(response.status()).isEqualTo(502);
        assertThat(response.text()).startsWith("sleuth: " + base + " cannot be reached: ");
    }

    @Test
    void an_answer_that_is_too_long_is_a_502_and_is_not_read_to_its_end() {
        Response response = forward(Request.get("/endless"));
        assertThat(response.status()).isEqualTo(502);
        assertThat(response.text()).contains("more than " + MAX_BODY + " bytes");
    }

    @Test
    void what_the_client_does_not_send_is_a_400() {
        assertThat(forward(Request.get("/a%zz")).status()).isEqualTo(400);
        assertThat(forward(Request.of("CONNECT", "/")).status()).isEqualTo(400);
        assertThat(forward(Request.get("/").withHeader("a", "\u560a\u560d")).status())
                .isEqualTo(400);
        assertThat(told).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost:8080", "ftp://a/", "http://", "http:///a", "http://a/?b", "http://a/#b", "a b"})
    void only_the_url_of_a_server_can_be_forwarded_to(String url) {
        assertThatThrownBy(() -> Forward.base(url))
                .isInstanceOf(CannotRun.class)
                .hasMessageContaining("--forward " + url)
                .hasMessageContaining("http://localhost:8080");
    }
}
