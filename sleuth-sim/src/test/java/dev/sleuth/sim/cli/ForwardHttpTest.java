package dev.sleuth.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is forwarded, against a server that writes whatever it is told: the rows of docs/http.md that name this class.
 */
@Timeout(60)
class ForwardHttpTest {
    private static final int MAX_BODY = 16 << 20;

    private static Response forward(RawServer server, Request request) {
        return new Forward(server.uri(), Duration.ofSeconds(20), MAX_BODY).handle(request);
    }

    private static Response answered(String answer) throws IOException {
        return answered("GET", answer);
    }

    private static Response answered(String method, String answer) throws IOException {
        try (RawServer server = new RawServer(answer)) {
            return forward(server, Request.of(method, "/"));
        }
    }

    private static String requested(Request request) throws IOException {
        try (RawServer server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            Response response = forward(server, request);
            assertThat(response.status()).as(response.text()).isEqualTo(200);
            return server.requests().get(0);
        }
    }

    @Test
    void an_answer_to_head_keeps_its_length_and_type() throws IOException {
        Response head = answered("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 123\r\nContent-Type: a/b\r\n\r\n");

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Length")).isEqualTo("123");
        assertThat(head.header("Content-Type")).isEqualTo("a/b");
        assertThat(head.body()).isEmpty();
    }

    @Test
    void a_304_keeps_its_fields() throws IOException {
        Response unchanged = answered("HTTP/1.1 304 Not Modified\r\nContent-Length: 123\r\nETag: \"x\"\r\n\r\n");

        assertThat(unchanged.status()).isEqualTo(304);
        assertThat(unchanged.header("ETag")).isEqualTo("\"x\"");
        assertThat(unchanged.header("Content-Length")).isEqualTo("123");
        assertThat(unchanged.body()).isEmpty();
    }

    @Test
    void what_is_compressed_stays_so() throws IOException {
        Response answer = answered(
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\u001f\u008b\u0000\u00ff");

        assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(answer.body()).containsExactly(0x1f, 0x8b, 0, 0xff);
        assertThat(requested(Request.get("/").withHeader("Accept-Encoding", "gzip, br")))
                .contains("Accept-Encoding: gzip, br\r\n");
        assertThat(requested(Request.get("/"))).doesNotContain("Accept-Encoding");
    }

    @Test
    void fields_of_one_connection_are_dropped_from_requests() throws IOException {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        fields.put("connection", List.of("close, x-inner", "X-Second"));
        fields.put("X-Inner", List.of("dropped"));
        fields.put("x-second", List.of("dropped"));
        fields.put("Keep-Alive", List.of("dropped"));
        fields.put("proxy-connection", List.of("dropped"));
        fields.put("Proxy-Authorization", List.of("dropped"));
        fields.put("TE", List.of("dropped"));
        fields.put("Trailer", List.of("dropped"));
        fields.put("Transfer-Encoding", List.of("chunked"));
        fields.put("Upgrade", List.of("dropped"));
        fields.put("Expect", List.of("100-continue"));
        fields.put("content-length", List.of("999"));
        fields.put("HOST", List.of("dropped"));
        fields.put("Cookie", List.of("a=1", "b=2"));
        fields.put("Authorization", List.of("kept"));
        fields.put("Via", List.of("kept"));
        fields.put("Date", List.of("kept"));

        String head = requested(new Request("POST", "/", fields, "body".getBytes(StandardCharsets.UTF_8)));

        assertThat(head).doesNotContain("dropped").doesNotContainIgnoringCase("chunked");
        assertThat(head).doesNotContain("Expect", "X-Second", "999").doesNotContainIgnoringCase("keep-alive:");
        assertThat(head).contains("Content-Length: 4\r\n", "Cookie: a=1; b=2\r\n");
        assertThat(head).contains("Authorization: kept\r\n", "Via: kept\r\n", "Date: kept\r\n");
    }

    @Test
    void fields_of_one_connection_are_dropped_from_answers() throws IOException {
        Response answer = answered("HTTP/1.1 200 OK\r\nConnection: close, X-Inner\r\nX-Inner: dropped\r\n"
                + "Keep-Alive: timeout=5\r\nProxy-Authenticate: dropped\r\nUpgrade: h2c\r\nTrailer: X-Sum\r\n"
                + "Content-Length: 2\r\nset-cookie: a=1\r\nSet-Cookie: b=2\r\nX-Kept: 1\r\n\r\nok");

        assertThat(answer.headers())
                .containsOnlyKeys("Content-Length", "Set-Cookie", "X-Kept")
                .containsEntry("Set-Cookie", List.of("a=1", "b=2"));
        assertThat(answer.text()).isEqualTo("ok");
    }

    @Test
    void what_comes_in_chunks_is_one_body_and_its_trailers_are_dropped() throws IOException {
        Response answer = answered("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
                + "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nX-Sum: 1\r\n\r\n");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("abcde");
        assertThat(answer.headers()).isEmpty();
    }

    @Test
    void a_body_that_ends_with_its_connection_is_whole() throws IOException {
        Response answer = answered("HTTP/1.0 200 OK\r\nContent-Type: a/b\r\n\r\nup to here");

        assertThat(answer.text()).isEqualTo("up to here");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 10\r\n\r\nshort",
                "Transfer-Encoding: chunked\r\n\r\n5\r\nab",
                "Transfer-Encoding: chunked\r\n\r\nxyz\r\nab",
                "Content-Length: many\r\n\r\n",
                "Content-Length: -5\r\n\r\n",
                "Content-Length: 99999999999999999999\r\n\r\n",
                "X-A: b\u0001c\r\nContent-Length: 0\r\n\r\n",
                "X A: b\r\nContent-Length: 0\r\n\r\n",
            })
    void an_answer_that_is_not_what_it_says_is_a_502(String rest) throws IOException {
        Response answer = answered("HTTP/1.1 200 OK\r\n" + rest);

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.text()).startsWith("sleuth: http://127.0.0.1:").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 099 Odd\r\n\r\n",
                "HTTP/1.1 1000 Odd\r\n\r\n",
                "HTTP/1.1 -20 Odd\r\n\r\n",
                "HTTP/1.1 abc Odd\r\n\r\n",
                "garbage\r\n\r\n",
                ""
            })
    void what_is_no_answer_is_a_502(String answer) throws IOException {
        assertThat(answered(answer).status()).isEqualTo(502);
    }

    @ParameterizedTest
    @ValueSource(strings = {"100 Continue", "102 Processing", "103 Early Hints"})
    void an_answer_before_the_answer_is_passed_over(String interim) throws IOException {
        Response answer = answered(
                "HTTP/1.1 " + interim + "\r\nLink: </a>\r\n\r\n" + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("ok");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 299, 418, 503, 599, 600, 999})
    void a_status_of_three_digits_passes(int status) throws IOException {
        assertThat(answered("HTTP/1.1 " + status + " Any\r\nContent-Length: 0\r\n\r\n")
                        .status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "DELETE", "OPTIONS", "TRACE", "M-SEARCH", "PROPFIND"})
    void a_method_passes_as_it_is_and_so_does_its_body(String method) throws IOException {
        try (RawServer server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            forward(server, Request.of(method, "/").withBody("a body"));
            assertThat(server.requests().get(0)).startsWith(method + " / HTTP/1.1\r\n");
            assertThat(server.bodies().get(0)).asString().isEqualTo("a body");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "/a%2Fb%20c/%c3%A4?q=%26&r=a+b#frag  ; /a%2Fb%20c/%c3%A4?q=%26&r=a+b",
                "/ä b?ö=\"<>\\^`{|}  ; /%C3%A4%20b?%C3%B6=%22%3C%3E%5C%5E%60%7B%7C%7D",
                "/a[0]?b[1]  ; /a%5B0%5D?b[1]",
                "/\uD83D\uDE00  ; /%F0%9F%98%80",
                "/../a/./b//c  ; /../a/./b//c"
            })
    void a_path_and_its_query_pass_and_what_http_cannot_write_is_encoded(String url, String reached)
            throws IOException {
        assertThat(requested(Request.get(url))).startsWith("GET " + reached + " HTTP/1.1\r\n");
    }

    @Test
    void ten_megabytes_pass_both_ways() throws IOException {
        byte[] body = new byte[10_000_000];
        new Random(1).nextBytes(body);
        String bytes = new String(body, StandardCharsets.ISO_8859_1);
        try (RawServer server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n" + bytes)) {
            Response answer = forward(server, Request.of("PUT", "/").withBody(body));

            assertThat(answer.body()).isEqualTo(body);
            assertThat(server.bodies().get(0)).isEqualTo(body);
        }
    }

    @Test
    void values_that_are_not_ascii_keep_their_bytes() throws IOException {
        String utf8 = new String("ä€".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        Response answer = answered("HTTP/1.1 200 OK\r\nX-Name: " + utf8 + "\r\nContent-Length: 0\r\n\r\n");

        assertThat(answer.header("X-Name")).isEqualTo("ä€");
    }
}
