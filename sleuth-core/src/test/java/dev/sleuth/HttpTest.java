package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sleuth.rpc.Handler;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP between two of ours, on real sockets: the rows of docs/http.md that name this class. */
@Timeout(60)
class HttpTest {
    private final Lab lab = new Lab();
    private final AtomicReference<Request> seen = new AtomicReference<>();

    @AfterEach
    void closeAll() {
        lab.close();
    }

    /** A client of a service that remembers what its handler was asked. */
    private Sleuth clientOf(Handler handler) {
        lab.join(lab.service("web", request -> {
            seen.set(request);
            return handler.handle(request);
        }));
        Sleuth client = lab.join(lab.client());
        client.waitFor(Lab.SOON, "web");
        return client;
    }

    private static Request get(String path) {
        return Request.get("sleuth://web" + path);
    }

    @Test
    void headIsAnsweredAsGetWouldBeButWithoutTheBody() throws Exception {
        Sleuth client = clientOf(request -> Response.ok("twelve bytes").withHeader("ETag", "\"1\""));

        Response got = client.send(get("/"));
        Response head = client.send(Request.of("HEAD", "sleuth://web/"));
        Response later = client.sendAsync(Request.of("HEAD", "sleuth://web/")).get();

        assertThat(got.text()).isEqualTo("twelve bytes");
        for (Response answer : List.of(head, later)) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.header("Content-Length")).isEqualTo("12");
            assertThat(answer.header("Content-Type")).isEqualTo(got.header("Content-Type"));
            assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        }
    }

    @Test
    void aLengthThatTheHandlerOfAHeadNamesStays() {
        Sleuth client = clientOf(request -> Response.ok("").withHeader("content-length", "12345"));

        Response head = client.send(Request.of("HEAD", "sleuth://web/"));

        assertThat(head.headers()).containsExactly(Map.entry("content-length", List.of("12345")));
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void aStatusThatKnowsNoBodyHasNoneWhateverTheHandlerSays(int status) {
        Sleuth client =
                clientOf(request -> Response.of(status).withHeader("ETag", "x").withBody("a body"));

        Response answer = client.send(get("/"));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers()).containsExactly(Map.entry("ETag", List.of("x")));
    }

    @Test
    void severalValuesOfAFieldStayApartAndInOrder() {
        Sleuth client = clientOf(request -> Response.of(200)
                .withHeader("Set-Cookie", "a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT")
                .withHeader("Set-Cookie", "b=2")
                .withHeader("set-cookie", "c=3")
                .withHeader("Empty", ""));

        Response answer = client.send(get("/").withHeader("Cookie", "x=1")
                .withHeader("Cookie", "y=2; z=3")
                .withHeader("Accept", "a, b"));

        assertThat(seen.get().headers())
                .containsExactly(Map.entry("Cookie", List.of("x=1", "y=2; z=3")), Map.entry("Accept", List.of("a, b")));
        assertThat(answer.headerValues("set-cookie"))
                .containsExactly("a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT", "b=2", "c=3");
        assertThat(answer.header("Empty")).isEmpty();
    }

    @Test
    void namesOfFieldsStayInTheirCaseAndAreFoundInAny() {
        Sleuth client = clientOf(request -> Response.of(200).withHeader("x-lOWER-raw", "2"));

        Response answer = client.send(get("/").withHeader("x-lower-raw", "1").withHeader("X-UPPER", "1"));

        assertThat(seen.get().headers()).containsOnlyKeys("x-lower-raw", "X-UPPER");
        assertThat(seen.get().header("X-Lower-Raw")).isEqualTo("1");
        assertThat(seen.get().header("x-upper")).isEqualTo("1");
        assertThat(answer.headers()).containsOnlyKeys("x-lOWER-raw");
        assertThat(answer.header("X-Lower-Raw")).isEqualTo("2");
        assertThat(answer.header("X-Lower")).isNull();
        assertThat(answer.headerValues("X-Lower")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 256, 10_000_000})
    void bodiesArriveByteByByteEmptyBinaryOrOfTenMegabytes(int length) {
        byte[] body = new byte[length];
        new Random(length).nextBytes(body);
        Sleuth client = clientOf(request -> Response.ok(request.body()));

        Response answer = client.send(Request.of("PUT", "sleuth://web/").withBody(body));

        assertThat(seen.get().body()).isEqualTo(body);
        assertThat(answer.body()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE", "HEAD", "OPTIONS", "get", "M-SEARCH", "custom!"})
    void anyMethodStaysAsItIsAndMayHaveABody(String method) {
        Sleuth client = clientOf(request -> Response.of(200));

        client.send(Request.of(method, "sleuth://web/").withBody("a body"));

        assertThat(seen.get().method()).isEqualTo(method);
        assertThat(seen.get().text()).isEqualTo("a body");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sleuth://web/a%2Fb%20c/%C3%a4?q=%26&r=a+b&r=#frag%23?x | /a%2Fb%20c/%C3%a4?q=%26&r=a+b&r=#frag%23?x",
                "sleuth://web/a/../b/./c//d/                            | /a/../b/./c//d/",
                "sleuth://web//two                                      | //two",
                "sleuth://web/ä b;c\"<>{}[]^`\\%zz?ä=%                  | /ä b;c\"<>{}[]^`\\%zz?ä=%",
                "sleuth://web                                           | /",
                "sleuth://web?q                                         | /?q",
                "sleuth://web#f                                         | /#f",
                "SLEUTH://web/?                                         | /?"
            })
    void aUrlArrivesAsItWasWritten(String written, String arrived) {
        Sleuth client = clientOf(request -> Response.of(200));

        client.send(Request.get(written));

        assertThat(seen.get().url()).isEqualTo(arrived);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a text                | text/plain; charset=utf-8",
                "{\"json\": true}      | text/plain; charset=utf-8",
                "<!doctype html><html> | text/html; charset=utf-8",
                "binary \u0001\u0002 . | application/octet-stream"
            })
    void anAnswerWhoseHandlerNamesNoTypeHasTheOneThatGoWouldName(String body, String type) {
        Sleuth client = clientOf(request -> Response.ok(body));

        assertThat(client.send(get("/")).headers()).containsExactly(Map.entry("Content-Type", List.of(type)));
    }

    @Test
    void aTypeIsNamedOnlyWhereOneIsMissingAndThereIsABody() {
        Sleuth client = clientOf(request -> switch (request.url()) {
            case "/typed" -> Response.ok("<html>").withHeader("content-type", "a/b");
            case "/none" -> new Response(200, Map.of("Content-Type", List.of()), "<html>".getBytes());
            case "/encoded" -> Response.ok("\u001f\u008b\b").withHeader("Content-Encoding", "gzip");
            default -> Response.of(200);
        });

        assertThat(client.send(get("/typed")).headers()).containsExactly(Map.entry("content-type", List.of("a/b")));
        assertThat(client.send(get("/none")).headers()).containsExactly(Map.entry("Content-Type", List.of()));
        assertThat(client.send(get("/encoded")).headers()).containsOnlyKeys("Content-Encoding");
        assertThat(client.send(get("/")).headers()).isEmpty();
    }

    @Test
    void nothingIsAddedToARequest() {
        Sleuth client = clientOf(request -> Response.of(200));

        client.send(Request.post("sleuth://web/", "a body"));

        assertThat(seen.get().headers()).isEmpty();
    }

    @Test
    void fieldsAboutOneConnectionPassAsTheyAre() {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        fields.put("Connection", List.of("close, X-Inner"));
        fields.put("X-Inner", List.of("1"));
        fields.put("Keep-Alive", List.of("timeout=5"));
        fields.put("TE", List.of("trailers"));
        fields.put("Trailer", List.of("X-Sum"));
        fields.put("Transfer-Encoding", List.of("chunked"));
        fields.put("Upgrade", List.of("h2c"));
        fields.put("Expect", List.of("100-continue"));
        fields.put("Host", List.of("elsewhere"));
        fields.put("Content-Length", List.of("7"));
        Sleuth client = clientOf(request -> new Response(200, request.headers(), request.body()));

        Response answer =
                client.send(new Request("POST", "sleuth://web/", fields, "the body".getBytes()).withHeader("Via", "x"));

        assertThat(seen.get().headers()).containsAllEntriesOf(fields).hasSize(fields.size() + 1);
        assertThat(seen.get().text()).as("the whole body, at once").isEqualTo("the body");
        assertThat(answer.headers()).containsAllEntriesOf(fields);
        assertThat(answer.text()).isEqualTo("the body");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 205, 301, 418, 599, 600, 999})
    void anyFinalStatusArrivesAsItIs(int status) {
        Sleuth client = clientOf(request -> Response.of(status));

        assertThat(client.send(get("/")).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 99, 100, 101, 103, 199, 1000})
    void aHandlersStatusThatIsNoneOrNotFinalIsA500(int status) {
        Sleuth client = clientOf(request -> Response.of(status).withBody("a body"));

        assertThat(client.send(get("/")).status()).isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "G ET", "GET\r\n", "GÉT", "GET/", "GET\u0000"})
    void whatIsNoMethodCannotBeAsked(String method) {
        assertThatThrownBy(() -> Request.of(method, "sleuth://web/"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("method")
                .hasMessageNotContainingAny("\r", "\n", "\u0000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a\r\nb", "/\u0000", "/\t", "/\u007f"})
    void aUrlWithAControlCharacterCannotBeAsked(String path) {
        assertThatThrownBy(() -> get(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("URL")
                .hasMessageNotContainingAny("\r", "\n", "\u0000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "a\r\nb", "ä", "a\u0000", "(a)"})
    void whatIsNoNameOfAFieldIsInNoRequestAndNoResponse(String name) {
        assertThatThrownBy(() -> get("/").withHeader(name, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContainingAny("\r", "\n", "\u0000");
        assertThatThrownBy(() -> new Response(200, Collections.singletonMap(name, List.of()), new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nSet-Cookie: b", "a\nb", "a\rb", "a\u0000", "\u001b[2J", "\u007f"})
    void aValueWithALineBreakOrAnotherControlCharacterIsInNoRequestAndNoResponse(String value) {
        assertThatThrownBy(() -> get("/").withHeader("X-A", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("X-A")
                .hasMessageNotContainingAny("\r", "\n", "\u0000", "\u001b");
        assertThatThrownBy(() -> Response.of(200).withHeader("X-A", value))
                .isInstanceOf(IllegalArgumentException.class);
        Sleuth client = clientOf(request -> Response.of(200).withHeader("X-A", value));
        assertThat(client.send(get("/")).status()).isEqualTo(500);
        assertThat(client.send(get("/").withHeader("X-A", "tab\tand ä")).status())
                .isEqualTo(500);
        assertThat(seen.get().header("X-A")).isEqualTo("tab\tand ä");
    }
}
