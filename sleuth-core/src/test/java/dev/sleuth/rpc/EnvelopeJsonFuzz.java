package dev.sleuth.rpc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** What is inside a payload: packed here, because a fuzzer does not find out about checksums. */
public final class EnvelopeJsonFuzz {
    private EnvelopeJsonFuzz() {}

    /** Called by the fuzzer. The first byte says which kind, the rest is the JSON. */
    public static void fuzzerTestOneInput(byte[] json) {
        if (json.length > 0) {
            EnvelopeFuzz.fuzzerTestOneInput(packed(json[0] % 2 == 0 ? "SLEUTH-v1REPL" : "SLEUTH-v1RECV", json));
        }
    }

    private static byte[] packed(String prefix, byte[] json) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(prefix.getBytes(StandardCharsets.US_ASCII));
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(json, 1, json.length - 1);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
