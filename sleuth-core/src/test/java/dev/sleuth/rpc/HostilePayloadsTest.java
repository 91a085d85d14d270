package dev.sleuth.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.zre.PeerId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads from a stranger: an envelope comes of each, nothing is thrown, and nothing grows without bound. */
class HostilePayloadsTest {
    private static final int MAX_BODY = 16 << 20;
    private static final EnvelopeCodec CODEC = new EnvelopeCodec("SLEUTH-v1", MAX_BODY);
    private static final PeerId CALLER = new PeerId(1, 2);

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
          ``                                       | 927
          null                                     | 927
          []                                       | 927
          "text"                                   | 927
          {                                        | 927
          {"handle"                                | 927
          {"handle":                               | 927
          {"handle":"0",                           | 927
          {"handle":"0"                            | 927
          {"handle":7}                             | 927
          {"handle":"0","url":{}}                  | 927
          {"handle":"0","body":"!"}                | 927
          {"handle":"0","body":7}                  | 927
          {"handle":"0","body":["YQ=="]}           | 927
          {"handle":"0","header":[]}               | 927
          {"handle":"0","header":{"a":"b"}}        | 927
          {"handle":"0","header":{"a":[null]}}     | 927
          {"handle":"0","header":{"a":[1]}}        | 927
          {"handle":"0","header":{"a":["b"         | 927
          {"handle":"0","header":{"a":["b"]        | 927
          {"handle":"0","unknown":{"a":            | 927
          """)
    void anUnreadableRequestSaysSo(String json, int code) throws IOException {
        Envelope envelope = CODEC.decode(payload("REPL", json));
        assertThat(envelope).isInstanceOfSatisfying(Envelope.Unreadable.class, it -> {
            assertThat(it.code()).isEqualTo(code);
            assertThat(it.why()).isNotBlank().hasSizeLessThan(300).doesNotContain("\n");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'handle':''}",
                "{'handle':'xyz'}",
                "{'handle':'-1'}",
                "{'handle':'10000000000000000'}",
                "{'handle':'0','code':'200'}",
                "{'handle':'0','code':200.5}",
                "{'handle':'0','code':99999999999}",
                "{'handle':'0','code':true}",
                "{'handle':'0','code':{}}",
                "{'handle':null}"
            })
    void anUnreadableAnswerSaysSo(String json) throws IOException {
        assertThat(CODEC.decode(payload("RECV", json.replace('\'', '"'))))
                .isInstanceOfSatisfying(
                        Envelope.Unreadable.class,
                        it -> assertThat(it.code()).isEqualTo(SleuthException.RESPONSE_UNMARSHAL));
    }

    @Test
    void whatDoesNotBeginAsItShouldSaysSo() {
        for (String text : List.of("", "S", "SLEUTH-v1", "SLEUTH-v1REP", "sleuth-v1REPL    ", "SLEUTH-v2REPL    ")) {
            assertThat(code(text.getBytes(StandardCharsets.UTF_8))).as(text).isEqualTo(SleuthException.DISPATCH_HEADER);
        }
        assertThat(code("SLEUTH-v1PING".getBytes(StandardCharsets.UTF_8))).isEqualTo(SleuthException.DISPATCH_ACTION);
        assertThat(code("SLEUTH-v1REPL".getBytes(StandardCharsets.UTF_8))).isEqualTo(SleuthException.UNZIP);
        assertThat(code("SLEUTH-v1RECVrubbish".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(SleuthException.UNZIP);
    }

    @Test
    void fieldsMatchInAnyCaseAndUnknownOnesArePassedOver() throws IOException {
        String json =
                "{'BODY':'aGk=','Unknown':{'deep':[1,{'er':[[]]}]},'HANDLE':'1f','header':{'X':['a','b'],'y':null,'z':[]},"
                        + "'Method':'PUT','dest':1.5e300,'URL':'/\\u0026\\u003c\\u003e?#'}";
        Envelope.Question question = (Envelope.Question) CODEC.decode(payload("REPL", json.replace('\'', '"')));
        assertThat(question.handle()).isEqualTo("1f");
        assertThat(question.request().toString()).isEqualTo("PUT /&<>?# (2 bytes)");
        assertThat(question.request().text()).isEqualTo("hi");
        assertThat(question.request().headers())
                .isEqualTo(Map.of("X", List.of("a", "b"), "y", List.of(), "z", List.of()));
    }

    @Test
    void aMissingNullOrEmptyBodyIsEmpty() throws IOException {
        for (String body : List.of("", "\"body\":null,", "\"body\":\"\",")) {
            Envelope.Answer answer =
                    (Envelope.Answer) CODEC.decode(payload("RECV", "{" + body + "\"code\":200,\"handle\":\"a\"}"));
            assertThat(answer.response().body()).isEmpty();
            assertThat(answer.handle()).isEqualTo(10);
        }
    }

    @Test
    void aBodyIsDecodedWhereverItStandsAndHoweverItIsWritten() throws IOException {
        for (String body : List.of("aGk=", "aGk", "a\\u0047k=", "\\u0061Gk=", "aGk\\n=\\r\\n")) {
            for (String json : List.of(
                    "{'body':'B','handle':'1'}",
                    "  {\n'x':'B', \t'body' : 'B'\n,'handle':'1'}",
                    "{'handle':'\u00e4\u20ac\uD83D\uDE00','body':'B'}",
                    "\uFEFF{'handle':'1','body':'B'}",
                    "{'" + "long".repeat(5_000) + "':['B'],'body':'B'}")) {
                byte[] payload = payload("REPL", json.replace('\'', '"').replace("B", body));
                Envelope.Question question = (Envelope.Question) CODEC.decode(payload);
                assertThat(question.request().text()).as(json + " " + body).isEqualTo("hi");
            }
        }
        assertThat(code(payload("REPL", "{\"body\":\"aGk=\\"))).isEqualTo(SleuthException.REQUEST_UNMARSHAL);
        assertThat(code(payload("REPL", "{\"body\":\"aGk="))).isEqualTo(SleuthException.REQUEST_UNMARSHAL);
        assertThat(code(payload("REPL", "{\"body\":\"a k=\"}"))).isEqualTo(SleuthException.REQUEST_UNMARSHAL);
    }

    @Test
    void handlesAreReadUpTo64Bits() throws IOException {
        Envelope.Answer answer =
                (Envelope.Answer) CODEC.decode(payload("RECV", "{\"code\":200,\"handle\":\"fFffffffffffffff\"}"));
        assertThat(answer.handle()).isEqualTo(-1);
    }

    @Test
    void deepJsonIsRefused() throws IOException {
        String deep = "{\"unknown\":" + "[".repeat(1_000_000) + "]".repeat(1_000_000) + "}";
        assertThat(code(payload("REPL", deep))).isEqualTo(SleuthException.REQUEST_UNMARSHAL);
    }

    @Test
    void whatIsLongAndWrongIsNotRepeatedInTheReason() throws IOException {
        String digits = "z".repeat(1_000_000);
        for (String json : List.of(
                "{\"handle\":\"" + digits + "\"}", "{\"handle\":" + "1".repeat(1_000_000) + "}",
                "{\"header\":{\"" + "h".repeat(40_000) + "\":1}}", "{\"header\":{\"" + "h".repeat(200_000) + "\":1}}",
                "{\"body\":\"" + digits + "\"}", digits)) {
            assertThat(CODEC.decode(payload("RECV", json)))
                    .isInstanceOfSatisfying(
                            Envelope.Unreadable.class,
                            it -> assertThat(it.why()).hasSizeLessThan(300));
        }
    }

    @Test
    void headersWithoutNumberAreRefused() throws IOException {
        StringBuilder names = new StringBuilder("{\"handle\":\"0\",\"header\":{");
        StringBuilder values = new StringBuilder("{\"handle\":\"0\",\"header\":{\"a\":[");
        for (int i = 0; i < 2_000_000; i++) {
            names.append('"').append(Integer.toString(i, 36)).append("\":[],");
            values.append("\"\",");
        }
        names.append("\"end\":[]}}");
        values.append("\"\"]}}");
        assertThat(code(payload("REPL", names.toString()))).isEqualTo(SleuthException.REQUEST_UNMARSHAL);
        assertThat(code(payload("REPL", values.toString()))).isEqualTo(SleuthException.REQUEST_UNMARSHAL);
    }

    @Test
    void textWithoutEndBesideTheBodyIsRefusedWhereverItStands() throws IOException {
        String half = "x".repeat(600_000);
        for (String fields : List.of(
                "'url':'/H','method':'H'",
                "'header':{'a':['H','H']}",
                "'header':{'a':['H'],'b':['H']}",
                "'url':'/H','URL':'/H'",
                "'handle':'HH'")) {
            String json = "{" + fields.replace('\'', '"').replace("H", half) + "}";
            assertThat(code(payload("REPL", json))).as(fields).isEqualTo(SleuthException.REQUEST_UNMARSHAL);
        }
        String names =
                "{'header':{" + "'H':[],".replace("H", "n".repeat(40_000)).repeat(40) + "'z':[]}}";
        assertThat(code(payload("REPL", names.replace('\'', '"')))).isEqualTo(SleuthException.REQUEST_UNMARSHAL);
        assertThat(CODEC.decode(payload("REPL", "{\"url\":\"/" + half + "\"}"))).isInstanceOf(Envelope.Question.class);
    }

    @Test
    void whatFitsWhereItComesFromIsReadWhereItArrives() {
        int most = 0;
        int least = Integer.MAX_VALUE;
        for (int length = EnvelopeCodec.AROUND_BODY - 1_000; length < EnvelopeCodec.AROUND_BODY + 1_000; length += 50) {
            Request request = Request.post("/", "body").withHeader("a", "x".repeat(length));
            byte[] payload = CODEC.encode(CALLER, 1, request);
            if (CODEC.fits(payload, 4)) {
                assertThat(CODEC.decode(payload)).isInstanceOf(Envelope.Question.class);
                most = length;
            } else {
                least = Math.min(least, length);
            }
        }
        assertThat(most).isPositive().isLessThan(least);
        assertThat(least).isLessThan(Integer.MAX_VALUE);
    }

    @Test
    void theHandleOfWhatCannotBeReadIsFoundWhereverItStands() throws IOException {
        assertThat(handle("{'handle':'1f','url':7}")).isEqualTo("1f");
        assertThat(handle("{'url':{'handle':'2'},'HANDLE':'1f'}")).isEqualTo("1f");
        assertThat(handle("{'handle':'1f','url':'/")).isEqualTo("1f");
        assertThat(handle("{'header':" + "[".repeat(1_000) + ",'handle':'1f'}")).isNull();
        assertThat(handle("{'url':7}")).isNull();
        assertThat(handle("{'url':7,'handle':8}")).isNull();
        assertThat(handle("{'url':7,'handle':'" + "1".repeat(257) + "'}")).isNull();
        assertThat(handle("['handle','1f']")).isNull();
        assertThat(handle("{'url':'/','handle':'1f','method':'G ET'}")).isEqualTo("1f");
    }

    private static String handle(String json) throws IOException {
        return ((Envelope.Unreadable) CODEC.decode(payload("REPL", json.replace('\'', '"')))).handle();
    }

    @Test
    void aBodyMayBeAsLongAsTheLimitAndNotAByteLonger() {
        byte[] exactly = new byte[MAX_BODY];
        Arrays.fill(exactly, (byte) 0xFB);
        byte[] payload = CODEC.encode(CALLER, 1, Request.of("POST", "/").withBody(exactly));
        assertThat(payload.length).isLessThanOrEqualTo(CODEC.maxPayload());
        Envelope.Question question = (Envelope.Question) CODEC.decode(payload);
        assertThat(Arrays.equals(question.request().body(), exactly)).isTrue();
        assertThat(CODEC.decodeSmall(payload)).isNull();

        byte[] longer = new byte[MAX_BODY + 1];
        assertThat(code(CODEC.encode(CALLER, 1, Request.of("POST", "/").withBody(longer))))
                .isEqualTo(SleuthException.REQUEST_UNMARSHAL);
        assertThat(code(CODEC.encode("1", Response.ok(longer)))).isEqualTo(SleuthException.RESPONSE_UNMARSHAL);
        assertThat(CODEC.decode(CODEC.encode("1", Response.ok(exactly)))).isInstanceOf(Envelope.Answer.class);
    }

    @Test
    void aBombIsRefusedAndNeverInflatedOnTheSmallPath() throws IOException {
        byte[] bomb = payload("REPL", new String(new char[64 << 20]).replace('\0', ' '));
        assertThat(code(bomb)).isEqualTo(SleuthException.UNZIP);
        byte[] small = payload("REPL", new String(new char[1 << 20]).replace('\0', ' '));
        assertThat(small).hasSizeLessThan(EnvelopeCodec.SMALL);
        assertThat(CODEC.decodeSmall(small)).isNull();
        assertThat(code(small)).isEqualTo(SleuthException.REQUEST_UNMARSHAL);
    }

    @Test
    void halvesOfSurrogatesGoBackAsTheyCame() throws IOException {
        // A stranger's handle goes back with an answer that the engine itself may have to make.
        for (String handle : List.of("\ud800", "\udc00x", "a\ud800b\uD83D\uDE00")) {
            String escaped = handle.chars()
                    .mapToObj(unit -> String.format("\\u%04X", unit))
                    .collect(Collectors.joining());
            byte[] payload = payload("REPL", "{\"handle\":\"" + escaped + "\"}");
            Envelope.Question question = (Envelope.Question) CODEC.decode(payload);
            assertThat(question.handle()).isEqualTo(handle);
            byte[] answer = CODEC.encode(handle, Response.of(501).withHeader("X", handle));
            assertThat(code(answer)).as("no handle of ours").isEqualTo(SleuthException.RESPONSE_UNMARSHAL);
        }
    }

    @Test
    void aHundredThousandMutationsNeverThrow() throws IOException {
        byte[][] good = {
            CODEC.encode(
                    CALLER,
                    255,
                    Request.post("/a?b=c#d", "body").withHeader("X-A", "1").withHeader("X-A", "2")),
            CODEC.encode("ff", Response.ok("fine").withHeader("X-A", "1"))
        };
        Random random = new Random(1);
        int unreadable = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] original = good[i % 2];
            byte[] bytes = original.clone();
            // Half of the changes are below gzip's checksum, half are above it.
            if (random.nextBoolean()) {
                byte[] json = Arrays.copyOfRange(bytes, 13 + 15, bytes.length - 8);
                for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                    json[random.nextInt(json.length)] = (byte) random.nextInt();
                }
                bytes = Gzip.store(Arrays.copyOf(bytes, 13), json, json.length - random.nextInt(3));
            } else {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Envelope envelope = CODEC.decode(bytes);
            assertThat(envelope).isNotNull();
            unreadable += envelope instanceof Envelope.Unreadable ? 1 : 0;
        }
        assertThat(unreadable).isBetween(50_000, 99_999);
    }

    @Test
    void cutAnywhereItIsUnreadable() {
        byte[] whole = CODEC.encode(CALLER, 255, Request.post("/a", "body").withHeader("X-A", "1"));
        for (int length = 0; length < whole.length; length++) {
            assertThat(CODEC.decode(Arrays.copyOf(whole, length))).isInstanceOf(Envelope.Unreadable.class);
        }
    }

    @Test
    void limitsNearTheLargestArrayDoNotOverflow() {
        assertThat(new EnvelopeCodec("G", 0).maxPayload()).isPositive();
        assertThat(new EnvelopeCodec("G", Integer.MAX_VALUE).maxPayload()).isPositive();
    }

    private static int code(byte[] payload) {
        return ((Envelope.Unreadable) CODEC.decode(payload)).code();
    }

    private static byte[] payload(String verb, String json) throws IOException {
        byte[] member = GzipTest.member(json.getBytes(StandardCharsets.UTF_8), 1, 0, 0);
        byte[] payload = Arrays.copyOf(("SLEUTH-v1" + verb).getBytes(StandardCharsets.UTF_8), 13 + member.length);
        System.arraycopy(member, 0, payload, 13, member.length);
        return payload;
    }
}
