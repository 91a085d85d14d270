package dev.sleuth.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** HTTP as the original has written it on the wire: the rows of docs/http.md that name this class. */
class GoldenHttpTest {
    private static final EnvelopeCodec CODEC = new EnvelopeCodec("SLEUTH-v1", 16 << 20);

    private static Request request(String url) {
        return decoded("REPL", "\"url\":\"" + url, Envelope.Question.class).request();
    }

    private static Response response(String part) {
        return decoded("RECV", part, Envelope.Answer.class).response();
    }

    private static <T> T decoded(String verb, String part, Class<T> type) {
        Golden.Captured captured = Golden.messages().stream()
                .filter(message -> verb.equals(message.verb()) && message.json().contains(part))
                .findFirst()
                .orElseThrow();
        return type.cast(CODEC.decode(captured.frames().get(1)));
    }

    @Test
    void severalValuesAndNamesInTheirCaseAreReadAsTheyStand() {
        assertThat(request("/multi").headers())
                .isEqualTo(Map.of("X-Multi", List.of("one", "two"), "x-lower-raw", List.of("raw")));
        Response answer = response("Set-Cookie");
        assertThat(answer.headerValues("set-cookie")).containsExactly("a=1", "b=2");
        assertThat(answer.headers()).containsKey("x-raw-lower");
        assertThat(answer.header("X-Raw-Lower")).isEqualTo("v");
    }

    @Test
    void queryFragmentAndEncodingAreReadAsTheyWereWritten() {
        assertThat(request("/multi").url()).isEqualTo("/multi?q=1&r=<a>%20b#frag");
    }

    @Test
    void a204WithNullIsAnAnswerWithoutABody() {
        Response answer = response("\"code\":204");
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void aMissingBodyAndAnEmptyOneAreEmpty() {
        assertThat(request("/echo").body()).isEmpty();
        assertThat(response("\"body\":\"\"").body()).isEmpty();
    }
}
