package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sleuth.rpc.Golden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a body is taken for; each kind by a body that begins as such a one does. */
class ContentTypeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "|text/plain; charset=utf-8",
                " \t\r\n|text/plain; charset=utf-8",
                "This is no HTML, but has \u00e2\u0098\u0083|text/plain; charset=utf-8",
                "[1, 2]|text/plain; charset=utf-8",
                "\u001b[1mbold|text/plain; charset=utf-8",
                "\u0001\u0002\u0003|application/octet-stream",
                "text\u0000|application/octet-stream",
                "<HtMl><bOdY>blah|text/html; charset=utf-8",
                "   <!DOCTYPE HTML>...|text/html; charset=utf-8",
                "\r\n<html>...|text/html; charset=utf-8",
                "<a href='x'>|text/html; charset=utf-8",
                "<!-- x|text/html; charset=utf-8",
                "<html|text/plain; charset=utf-8",
                "<htmlx>|text/plain; charset=utf-8",
                "<abbr>|text/plain; charset=utf-8",
                "\n<?xml!|text/xml; charset=utf-8",
                "%PDF-1.7|application/pdf",
                "%!PS-Adobe-3.0|application/postscript",
                "\u00fe\u00ff\u0000t|text/plain; charset=utf-16be",
                "\u00ff\u00fet\u0000|text/plain; charset=utf-16le",
                "\u00ef\u00bb\u00bf\u0000|text/plain; charset=utf-8",
                "GIF87a|image/gif",
                "GIF89a...|image/gif",
                "\u0089PNG\r\n\u001a\n|image/png",
                "\u00ff\u00d8\u00ff\u00e0|image/jpeg",
                "BM\u0000\u0000|image/bmp",
                "RIFF\u0001\u0000\u0000\u0000WEBPVP8|image/webp",
                "RIFF\u0001\u0000\u0000\u0000WAVEfmt|audio/wave",
                "RIFF\u0001\u0000\u0000\u0000AVI LIST|video/avi",
                "\u0000\u0000\u0001\u0000\u0001|image/x-icon",
                "OggS\u0000|application/ogg",
                "ID3\u0003|audio/mpeg",
                "\u0000\u0000\u0000\u0018ftypmp42|video/mp4",
                "\u001aE\u00df\u00a3|video/webm",
                "wOF2|font/woff2",
                "\u001f\u008b\u0008\u0000|application/x-gzip",
                "PK\u0003\u0004|application/zip",
                "\u0000asm\u0001|application/wasm",
                "RIFF|text/plain; charset=utf-8"
            })
    void aBodyIsTakenForWhatGoTakesItFor(String bodyAndType) {
        int bar = bodyAndType.lastIndexOf('|');
        String body = bodyAndType.substring(0, bar);
        String type = bodyAndType.substring(bar + 1);
        assertThat(ContentType.of(body.getBytes(StandardCharsets.ISO_8859_1))).isEqualTo(type);
    }

    @Test
    void itIsTheOneThatTheOriginalHasWrittenOnTheWire() throws IOException {
        int answers = 0;
        for (Golden.Captured captured : Golden.messages()) {
            if ("RECV".equals(captured.verb())) {
                JsonNode answer = new ObjectMapper().readTree(captured.json());
                byte[] body = Base64.getDecoder().decode(answer.get("body").asText(""));
                // The handlers of the capture set none themselves; an answer without a body gets none from us.
                assertThat(ContentType.of(answer.get("body").isNull() ? new byte[0] : body))
                        .isEqualTo(
                                answer.get("header").get("Content-Type").get(0).asText());
                answers++;
            }
        }
        assertThat(answers).isGreaterThan(15);
    }

    @Test
    void whatStandsBehindItsBeginningIsNotLookedAt() {
        byte[] body = "x".repeat(600).getBytes(StandardCharsets.ISO_8859_1);
        body[512] = 0;
        assertThat(ContentType.of(body)).isEqualTo("text/plain; charset=utf-8");
        body[511] = 0;
        assertThat(ContentType.of(body)).isEqualTo("application/octet-stream");
    }
}
