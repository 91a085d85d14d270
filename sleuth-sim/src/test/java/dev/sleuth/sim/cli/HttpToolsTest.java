package dev.sleuth.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * HTTP from one end to the other: call, a peer that forwards, and a server. The rows of docs/http.md that name this.
 */
@Timeout(180)
class HttpToolsTest {
    private static final byte[] NOTHING = {};
    private static final String URL = "sleuth://web/";

    private final String port = Tool.freePort();
    private HttpServer server;
    private Tool peer;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("X-Method", exchange.getRequestMethod());
            for (String field : List.of("Traceparent", "Tracestate")) {
                exchange.getResponseHeaders()
                        .add("X-" + field, exchange.getRequestHeaders().get(field) + "");
            }
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().add("Content-Length", "123");
                exchange.sendResponseHeaders(200, -1);
            } else {
                exchange.sendResponseHeaders(body.length == 0 ? 204 : 200, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
        peer = Tool.start(
                "peer",
                "--port",
                port,
                "--service",
                "web",
                "--forward",
                "http://localhost:" + server.getAddress().getPort());
        peer.line(line -> true);
    }

    @AfterEach
    void end() {
        peer.close();
        server.stop(0);
    }

    private Tool.Ended call(String... args) throws Exception {
        String[] all = new String[args.length + 5];
        System.arraycopy(new String[] {"call", "--port", port, "--wait", "20s"}, 0, all, 0, 5);
        System.arraycopy(args, 0, all, 5, args.length);
        return Tool.run(NOTHING, all);
    }

    @Test
    void ten_megabytes_of_a_file_go_to_a_server_and_come_back() throws Exception {
        byte[] body = new byte[10_000_000];
        new Random(1).nextBytes(body);
        Path file = Files.write(folder.resolve("body"), body);
        Path back = folder.resolve("back");

        Tool.Ended put = call("-i", "-X", "PUT", "-d", "@" + file, "-o", back.toString(), "--timeout", "20s", URL);

        assertThat(put.err()).isEmpty();
        assertThat(put.out()).startsWith("SLEUTH-v1 200\n").contains("Content-Length: 10000000\n");
        assertThat(back).hasBinaryContent(body);
    }

    @Test
    void a_file_of_more_than_16_mebibytes_is_refused_where_it_is() throws Exception {
        Path file = Files.write(folder.resolve("body"), new byte[(16 << 20) + 1]);

        Tool.Ended put = call("-d", "@" + file, URL);

        assertThat(put.code()).isNotZero();
        assertThat(put.err()).contains("942").hasLineCount(1);
    }

    @Test
    void head_tells_the_length_and_has_no_body() throws Exception {
        Tool.Ended head = call("-i", "-X", "HEAD", URL);

        assertThat(head.code()).as(head.err()).isZero();
        assertThat(head.out())
                .startsWith("SLEUTH-v1 200\n")
                .contains("Content-Length: 123\n", "X-Method: HEAD\n")
                .endsWith("\n\n");
    }

    @Test
    void a_trace_goes_through_the_peer_that_forwards_to_the_server() throws Exception {
        String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

        Tool.Ended traced = call(
                "-i", "-d", "x", "-H", "traceparent: " + parent, "-H", "tracestate: a=1", "-H", "tracestate: b=2", URL);
        Tool.Ended plain = call("-i", "-d", "x", URL);

        assertThat(traced.out()).contains("X-Traceparent: [" + parent + "]\n", "X-Tracestate: [a=1, b=2]\n");
        assertThat(plain.out()).as("none is made").contains("X-Traceparent: null\n", "X-Tracestate: null\n");
    }

    @Test
    void what_is_no_http_is_refused_before_anybody_is_asked() throws Exception {
        for (String[] args :
                new String[][] {{"-X", "G ET", URL}, {"-H", "a b: c", URL}, {"-H", "a: b\nc: d", URL}, {URL + "a\nb"}
                }) {
            Tool.Ended refused = call(args);
            assertThat(refused.code()).as(refused.err()).isEqualTo(2);
            assertThat(refused.err())
                    .startsWith("sleuth: this cannot be asked: ")
                    .hasLineCount(1);
        }
    }
}
