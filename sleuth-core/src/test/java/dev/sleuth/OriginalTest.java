package dev.sleuth;

import static dev.sleuth.rpc.SleuthException.DO;
import static dev.sleuth.rpc.SleuthException.RESPONSE_UNMARSHAL;
import static dev.sleuth.rpc.SleuthException.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sleuth.rpc.Handler;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
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

/**
 * HTTP between one of ours and peers that write as the original does, or as nobody should, on real sockets: the rows of
 * docs/http.md that name this class.
 */
@Timeout(60)
class OriginalTest {
    private final Lab lab = new Lab(Lab.freePort(), "SLEUTH-v1");
    private final List<Sleuth> ours = new ArrayList<>();
    private final List<Stranger> strangers = new ArrayList<>();
    private final AtomicReference<Request> seen = new AtomicReference<>();

    @AfterEach
    void closeAll() {
        // In this order: a peer that is gone does not hear the goodbye, and it would be waited for.
        ours.forEach(Sleuth::close);
        strangers.forEach(Stranger::close);
        lab.close();
    }

    private Sleuth join(SleuthConfig config) {
        Sleuth joined = lab.join(config);
        ours.add(joined);
        return joined;
    }

    /** A client of a service that answers with this JSON, where H stands for the handle. */
    private Sleuth clientOf(String... answers) {
        Sleuth client = join(lab.client());
        strangers.add(new Stranger(
                client,
                lab.group(),
                "go",
                request -> Arrays.stream(answers)
                        .map(answer -> Stranger.zipped(answer.replace("\"H\"", "\"" + Stranger.handle(request) + "\"")))
                        .toList()));
        return client;
    }

    private static Request get() {
        return Request.get("sleuth://go/");
    }

    /** One that calls a service of ours, which remembers what it was asked. */
    private Stranger callerOf(Handler handler) {
        Sleuth service = join(lab.service("web", request -> {
            seen.set(request);
            return handler.handle(request);
        }));
        Stranger caller = new Stranger(service, lab.group(), null, request -> List.of());
        strangers.add(caller);
        return caller;
    }

    private static String request(String fields) {
        return "{\"destination\":\"00000000000000000000000000000001\",\"handle\":\"1f\"," + fields + "}";
    }

    @Test
    void anAnswerToHeadLosesTheBodyThatTheOriginalSends() throws Exception {
        Sleuth client = clientOf("{\"body\":\"aGVsbG8=\",\"code\":200,\"handle\":\"H\",\"header\":{\"X\":[\"1\"]}}");

        Response head = client.send(Request.of("HEAD", "sleuth://go/"));
        Response later = client.sendAsync(Request.of("HEAD", "sleuth://go/")).get();

        for (Response answer : List.of(head, later)) {
            assertThat(answer.body()).isEmpty();
            assertThat(answer.header("X")).isEqualTo("1");
            assertThat(answer.header("Content-Length")).isEqualTo("5");
        }
        assertThat(client.send(get()).text()).isEqualTo("hello");
    }

    @Test
    void whatIsSentToTheOriginalHasNoBodyWhereNoneMayBe() {
        Stranger caller = callerOf(
                request -> Response.of(request.url().equals("/") ? 200 : 204).withBody("a body"));

        assertThat(caller.call(request("\"header\":{},\"method\":\"HEAD\",\"url\":\"/\"")))
                .contains("\"body\":\"\"", "\"code\":200", "\"Content-Length\":[\"6\"]");
        assertThat(caller.call(request("\"header\":{},\"method\":\"GET\",\"url\":\"/204\"")))
                .contains("\"body\":\"\"", "\"code\":204", "\"header\":{}");
        assertThat(caller.call(request("\"header\":{},\"method\":\"GET\",\"url\":\"/\"")))
                .contains("\"body\":\"YSBib2R5\"", "\"Content-Type\":[\"text/plain; charset=utf-8\"]");
    }

    @ParameterizedTest
    @CsvSource({"204, null", "204, '\"\"'", "204, '\"aGVsbG8=\"'", "304, '\"aGVsbG8=\"'", "103, '\"aGVsbG8=\"'"})
    void aStatusThatKnowsNoBodyComesWithoutOneWhateverWasSent(int status, String body) {
        Response answer = clientOf("{\"body\":" + body + ",\"code\":" + status + ",\"handle\":\"H\",\"header\":{}}")
                .send(get());

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"body\":null,", "\"body\":\"\","})
    void aBodyThatIsMissingNullOrEmptyIsEmpty(String body) {
        assertThat(clientOf("{" + body + "\"code\":200,\"handle\":\"H\",\"header\":{}}")
                        .send(get())
                        .body())
                .isEmpty();
        Stranger caller = callerOf(request -> Response.of(200));
        assertThat(caller.call(request(body + "\"header\":{},\"method\":\"POST\",\"url\":\"/\"")))
                .contains("\"code\":200");
        assertThat(seen.get().body()).isEmpty();
    }

    @Test
    void fieldsInAnyCaseAndOrderAreReadAndUnknownOnesPassedOver() {
        Response answer = clientOf(
                        "{\"URL\":{\"x\":[1,{}]},\"method\":7,\"HEADER\":{\"A\":[\"1\"],\"b\":null},\"Handle\":\"H\","
                                + "\"X\":1.5e300,\"cODE\":201,\"Body\":\"aGk=\"}")
                .send(get());

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.text()).isEqualTo("hi");
        assertThat(answer.headers()).isEqualTo(Map.of("A", List.of("1"), "b", List.of()));
        assertThat(callerOf(request -> Response.of(200)).call(request("\"Code\":[],\"URL\":\"/a\",\"x\":null")))
                .contains("\"code\":200");
        assertThat(seen.get().url()).isEqualTo("/a");
    }

    @Test
    void noHeaderAtAllIsNone() {
        assertThat(clientOf("{\"body\":\"\",\"code\":200,\"handle\":\"H\",\"header\":null}")
                        .send(get())
                        .headers())
                .isEmpty();
        assertThat(callerOf(request -> Response.of(200)).call(request("\"header\":null,\"method\":\"\",\"url\":\"\"")))
                .contains("\"code\":200");
        assertThat(seen.get().headers()).isEmpty();
        assertThat(seen.get().method()).as("as the original reads none").isEqualTo("GET");
    }

    @Test
    void aFieldThatIsWrittenInTwoCasesHasTheValuesOfBoth() {
        Response answer = clientOf("{\"code\":200,\"handle\":\"H\",\"header\":{\"x-a\":[],\"X-A\":[\"1\"],"
                        + "\"X-a\":[\"2\",\"3\"]}}")
                .send(get());

        assertThat(answer.headers()).containsOnlyKeys("x-a", "X-A", "X-a");
        assertThat(answer.header("x-A")).isEqualTo("1");
        assertThat(answer.headerValues("x-A")).containsExactly("1", "2", "3");
    }

    @Test
    void nothingIsAddedToAnAnswer() {
        assertThat(clientOf("{\"body\":\"aGk=\",\"code\":200,\"handle\":\"H\",\"header\":{}}")
                        .send(get())
                        .headers())
                .isEmpty();
    }

    @Test
    void tenCompressedMegabytesComeAndGo() {
        byte[] body = new byte[10_000_000];
        new Random(1).nextBytes(body);
        String base64 = Base64.getEncoder().encodeToString(body);
        // Compressed beforehand: a peer that is busy for long counts as gone.
        byte[] begin = Stranger.zipped("{\"body\":\"" + base64 + "\",");
        Sleuth client = join(lab.client());
        strangers.add(new Stranger(client, lab.group(), "go", request -> {
            ByteArrayOutputStream members = new ByteArrayOutputStream();
            members.writeBytes(begin);
            members.writeBytes(Stranger.zipped("\"code\":200,\"handle\":\"" + Stranger.handle(request) + "\"}"));
            return List.of(members.toByteArray());
        }));
        assertThat(client.send(get()).body()).isEqualTo(body);
        String answer = callerOf(request -> Response.ok(request.body()))
                .call(request("\"body\":\"" + base64 + "\",\"header\":{},\"method\":\"PUT\",\"url\":\"/\""));
        assertThat(answer.contains(base64)).as("the body comes back").isTrue();
    }

    @Test
    void aBodyWithLineBreaksInItsBase64IsReadAsTheOriginalReadsIt() {
        assertThat(clientOf("{\"body\":\"aG\\r\\nVs\\nbG8=\\n\",\"code\":200,\"handle\":\"H\",\"header\":{}}")
                        .send(get())
                        .text())
                .isEqualTo("hello");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/a%2Fb?q=%26\\u0026r=\\u003ca\\u003e%20b#frag | /a%2Fb?q=%26&r=<a>%20b#frag",
                "``                                            | /",
                "?q=1                                          | /?q=1",
                "#f                                            | /#f",
                "sleuth://web                                  | /",
                "http://other.host/a/b?c://d                   | /a/b?c://d",
                "http://other.host?c                           | /?c",
                "http://                                       | /",
                "a/b                                           | /a/b",
                "*                                             | /*",
                ":81/a                                         | /:81/a",
                "@other.host/?x=http://y                       | /@other.host/?x=http://y",
                "//other.host/a                                | //other.host/a"
            })
    void aUrlBeginsWithASlashWhateverComesAndIsOtherwiseUntouched(String sent, String arrived) {
        Stranger caller = callerOf(request -> Response.of(200));

        String answer = caller.call(request("\"header\":{},\"method\":\"GET\",\"url\":\"" + sent + "\""));

        assertThat(answer).contains("\"code\":200");
        assertThat(seen.get().url()).isEqualTo(arrived);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'header':{},'method':'G ET','url':'/'",
                "'header':{},'method':'GET\\r\\nX: y','url':'/'",
                "'header':{},'method':'G\\u00c9T','url':'/'",
                "'header':{},'method':7,'url':'/'",
                "'header':{},'method':'GET','url':'/a\\r\\nX: y'",
                "'header':{},'method':'GET','url':'/\\u0000'",
                "'header':{},'method':'GET','url':7",
                "'header':{'X-A':['b\\r\\nX-B: c']},'method':'GET','url':'/'",
                "'header':{'X-A':['b\\u0000']},'method':'GET','url':'/'",
                "'header':{'X A':['b']},'method':'GET','url':'/'",
                "'header':{'X-A: b\\r\\nX-B':['c']},'method':'GET','url':'/'",
                "'header':{'':['c']},'method':'GET','url':'/'",
                "'header':{'X-A':'b'},'method':'GET','url':'/'",
                "'header':[],'method':'GET','url':'/'",
                "'body':'!','header':{},'method':'POST','url':'/'",
                "'body':7,'header':{},'method':'POST','url':'/'"
            })
    void aRequestThatCannotBeReadIsA400AndReachesNoHandler(String fields) {
        Stranger caller = callerOf(request -> Response.of(200));

        String answer = caller.call(request(fields.replace('\'', '"')));

        assertThat(answer)
                .contains("\"code\":400", "\"handle\":\"1f\"", "\"Content-Type\":[\"text/plain; charset=utf-8\"]");
        String body = answer.replaceAll(".*\"body\":\"([^\"]*)\".*", "$1");
        assertThat(new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8))
                .startsWith("sleuth: this request cannot be read: ")
                .hasLineCount(1)
                .endsWith("\n");
        assertThat(seen.get()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'handle':'H'}",
                "{'handle':'H','code':0}",
                "{'handle':'H','code':-200}",
                "{'handle':'H','code':99}",
                "{'handle':'H','code':1000}",
                "{'handle':'H','code':99999999999}",
                "{'handle':'H','code':'200'}",
                "{'handle':'H','code':200,'header':{'X-A':['b\\r\\nX-B: c']}}",
                "{'handle':'H','code':200,'header':{'X-A\\r\\nX-B':['c']}}",
                "{'body':'!','code':200,'handle':'H'}",
                "{'handle':'H','code':200,",
                "{'handle':'H','code':200}}"
            })
    void anAnswerThatCannotBeReadEndsItsCallAtOnceWith917(String answer) {
        Sleuth client = clientOf(answer.replace('\'', '"'));
        boolean rubbishAfterwards = answer.endsWith("}}") && !answer.contains("header");

        if (rubbishAfterwards) {
            assertThat(client.send(get()).status())
                    .as("what follows is passed over")
                    .isEqualTo(200);
        } else {
            assertThat(Lab.trace(() -> client.send(get()))).containsExactly(RESPONSE_UNMARSHAL, DO);
            assertThatThrownBy(() -> client.send(get()))
                    .hasMessageContaining(
                            "the answer of " + strangers.get(0).id().name())
                    .hasMessageContaining("cannot be read");
        }
    }

    @Test
    void aCallWhoseAnswerCannotBeKnownAsItsTimesOutAndSaysWhatCame() {
        Sleuth client = join(lab.client());
        byte[] bomb = Stranger.zipped(" ".repeat(40 << 20));
        strangers.add(new Stranger(client, lab.group(), "go", request -> List.of(bomb)));

        assertThatThrownBy(() -> client.send(get(), Duration.ofSeconds(1)))
                .hasMessageContaining(
                        "no answer in time from " + strangers.get(0).id().name())
                .hasMessageContaining("something from it that cannot be read: inflates to more than")
                .hasMessageContaining("[" + TIMEOUT + ", " + DO + "]");
    }

    @Test
    void ofSeveralAnswersTheFirstCounts() {
        Sleuth client = clientOf(
                "{\"body\":\"YQ==\",\"code\":200,\"handle\":\"H\",\"header\":{}}",
                "{\"body\":\"Yg==\",\"code\":200,\"handle\":\"H\",\"header\":{}}");

        assertThat(client.send(get()).text()).isEqualTo("a");
        assertThat(client.send(get()).text()).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 103, 599, 600, 999})
    void aStatusOfThreeDigitsComesAsItIs(int status) {
        assertThat(clientOf("{\"code\":" + status + ",\"handle\":\"H\",\"header\":{}}")
                        .send(get())
                        .status())
                .isEqualTo(status);
    }

    @Test
    void gzipOfSeveralMembersIsRead() {
        Sleuth client = join(lab.client());
        strangers.add(new Stranger(client, lab.group(), "go", request -> {
            ByteArrayOutputStream members = new ByteArrayOutputStream();
            members.writeBytes(Stranger.zipped("{\"code\":200,\"handle\":\""));
            members.writeBytes(Stranger.zipped(""));
            members.writeBytes(Stranger.zipped(Stranger.handle(request) + "\"}"));
            return List.of(members.toByteArray());
        }));

        assertThat(client.send(get()).status()).isEqualTo(200);
    }

    @Test
    void aHandleGoesBackAsItCameUnlessItIsEndless() {
        Stranger caller = callerOf(request -> Response.of(200));

        assertThat(caller.call("{\"handle\":\"" + "\\u00e4".repeat(256) + "\",\"url\":\"/\"}"))
                .contains("\"handle\":\"" + "ä".repeat(256) + "\"");
        caller.whisper("REPL", Stranger.zipped("{\"handle\":\"" + "x".repeat(257) + "\",\"url\":\"/endless\"}"));
        assertThat(caller.call(request("\"url\":\"/next\""))).contains("\"handle\":\"1f\"", "\"code\":200");
        assertThat(seen.get().url()).isEqualTo("/next");
    }
}
