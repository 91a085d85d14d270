package dev.sleuth.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sleuth.zre.Beacon;
import dev.sleuth.zre.Codec;
import dev.sleuth.zre.Endpoint;
import dev.sleuth.zre.Message;
import dev.sleuth.zre.PeerId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every byte that was captured from the original is understood, and what we send has the same shape. */
class GoldenBytesTest {
    private static final EnvelopeCodec CODEC = new EnvelopeCodec("SLEUTH-v1", 16 << 20);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void nothingOfTheCaptureIsLeftOut() {
        assertThat(Golden.beacons()).hasSize(3);
        assertThat(Golden.messages()).hasSize(51);
        assertThat(Golden.messages("HELLO")).hasSize(8);
        assertThat(Golden.messages("LEAVE")).hasSize(3);
        assertThat(Golden.messages("WHISPER")).hasSize(40);
    }

    @Test
    void beaconsAreReadAndWrittenToTheByte() {
        assertThat(Golden.beacons())
                .allSatisfy(bytes ->
                        assertThat(Beacon.decode(bytes, bytes.length).encode()).isEqualTo(bytes));
        byte[] first = Golden.beacons().get(0);
        assertThat(Beacon.decode(first, first.length))
                .isEqualTo(new Beacon(PeerId.parse("d3305200e091bfc3de43013cad7161fb"), 0xD878));
    }

    static List<Golden.Captured> hellos() {
        return Golden.messages("HELLO");
    }

    static List<Golden.Captured> leaves() {
        return Golden.messages("LEAVE");
    }

    static List<Golden.Captured> whispers() {
        return Golden.messages("WHISPER");
    }

    @ParameterizedTest
    @MethodSource("hellos")
    void aHelloIsReadAndWrittenToTheByte(Golden.Captured captured) throws Exception {
        Message.Hello hello = (Message.Hello) Codec.decode(captured.frames());
        assertThat(hello.sequence()).isEqualTo(1);
        assertThat(hello.status()).isEqualTo(1);
        assertThat(hello.groups()).containsExactly("SLEUTH-v1");
        assertThat(Endpoint.parse(hello.endpoint())).isNotNull();
        assertThat(hello.name()).matches("[0-9A-F]{6}");
        if (!hello.headers().isEmpty()) {
            assertThat(hello.headers()).containsOnlyKeys("group", "node", "type", "version");
            assertThat(hello.headers())
                    .containsEntry("group", "SLEUTH-v1")
                    .containsEntry("type", "echo-service")
                    .containsEntry("version", "v1");
            assertThat(PeerId.parse(hello.headers().get("node")).name()).isEqualTo(hello.name());
        }
        assertThat(Codec.encode(hello)).isDeepEqualTo(captured.frames().toArray(new byte[0][]));
    }

    @Test
    void aHelloOfOursHasTheFieldsOfACapturedOne() throws Exception {
        Message.Hello theirs =
                (Message.Hello) Codec.decode(Golden.messages("HELLO").get(1).frames());
        PeerId id = PeerId.parse(theirs.headers().get("node"));
        assertThat(new Offer("echo-service", "v1").headers("SLEUTH-v1", id)).isEqualTo(theirs.headers());
        assertThat(id.name()).isEqualTo(theirs.name());
        assertThat(new Offer(null, null).headers("SLEUTH-v1", id)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("leaves")
    void aLeaveIsReadAndWrittenToTheByte(Golden.Captured captured) throws Exception {
        Message message = Codec.decode(captured.frames());
        assertThat(message).isEqualTo(new Message.Leave(captured.sequence(), "SLEUTH-v1", 2));
        assertThat(Codec.encode(message)).isDeepEqualTo(captured.frames().toArray(new byte[0][]));
    }

    @ParameterizedTest
    @MethodSource("whispers")
    void aWhisperIsReadAndWrittenToTheByte(Golden.Captured captured) throws Exception {
        Message.Whisper whisper = (Message.Whisper) Codec.decode(captured.frames());
        assertThat(whisper.sequence()).isEqualTo(captured.sequence());
        assertThat(Codec.encode(whisper)).isDeepEqualTo(captured.frames().toArray(new byte[0][]));
    }

    @ParameterizedTest
    @MethodSource("whispers")
    void aPayloadIsReadAsWhatItSaysAndOursHasTheSameJson(Golden.Captured captured) throws Exception {
        JsonNode json = JSON.readTree(captured.json());
        Envelope envelope = CODEC.decode(captured.frames().get(1));
        byte[] ours;
        if (captured.verb().equals("REPL")) {
            Envelope.Question question = (Envelope.Question) envelope;
            assertThat(question.handle()).isEqualTo(json.get("handle").asText());
            assertThat(question.request().method()).isEqualTo(json.get("method").asText());
            assertThat(question.request().url()).isEqualTo(json.get("url").asText());
            assertThat(question.request().body()).isEqualTo(body(json));
            assertThat(JSON.<JsonNode>valueToTree(question.request().headers())).isEqualTo(json.get("header"));
            PeerId caller = PeerId.parse(json.get("destination").asText());
            ours = CODEC.encode(caller, Long.parseLong(question.handle(), 16), question.request());
        } else {
            Envelope.Answer answer = (Envelope.Answer) envelope;
            assertThat(Long.toHexString(answer.handle()))
                    .isEqualTo(json.get("handle").asText());
            assertThat(answer.response().status()).isEqualTo(json.get("code").asInt());
            assertThat(answer.response().body()).isEqualTo(body(json));
            assertThat(JSON.<JsonNode>valueToTree(answer.response().headers())).isEqualTo(json.get("header"));
            ours = CODEC.encode(Long.toHexString(answer.handle()), answer.response());
        }
        assertThat(new String(ours, 0, 13)).isEqualTo("SLEUTH-v1" + captured.verb());
        // Text against text: the same values, and the same order of fields.
        assertThat(unzipped(ours).toString()).isEqualTo(withoutNullBody(json).toString());
    }

    @ParameterizedTest
    @MethodSource("whispers")
    void theSmallPathReadsTheSame(Golden.Captured captured) {
        byte[] payload = captured.frames().get(1);
        assertThat(CODEC.decodeSmall(payload)).usingRecursiveComparison().isEqualTo(CODEC.decode(payload));
    }

    private static byte[] body(JsonNode json) {
        return Base64.getDecoder().decode(json.path("body").asText(""));
    }

    /** The original writes null for a body of a 204 and "" for an empty one; both mean the same to it. */
    private static JsonNode withoutNullBody(JsonNode json) {
        if (json.has("body") && json.get("body").isNull()) {
            ((ObjectNode) json).put("body", "");
        }
        return json;
    }

    /** With the JDK's own reader, which is stricter than ours. */
    private static JsonNode unzipped(byte[] payload) throws IOException {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(Arrays.copyOfRange(payload, 13, payload.length)))) {
            return JSON.readTree(in);
        }
    }
}
