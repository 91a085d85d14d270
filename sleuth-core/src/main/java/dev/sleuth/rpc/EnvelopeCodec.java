package dev.sleuth.rpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.sleuth.zre.PeerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Requests and responses to payloads and back: the group, {@code REPL} (a request!) or {@code RECV} (a response), and
 * gzipped JSON. Immutable, for any number of threads.
 */
public final class EnvelopeCodec {
    private static final int ACTION = 4;
    private static final String REQUEST = "REPL";
    private static final String RESPONSE = "RECV";
    /** What the JSON around a body may need: method, URL and headers. */
    static final int AROUND_BODY = 1 << 20;

    private static final int MAX_DEPTH = 32;
    /** How much of the reason why something cannot be read is kept: a stranger's text may be part of it. */
    private static final int MAX_REASON = 200;
    /** The longest payload that is decoded on a receiving thread, in bytes. */
    static final int SMALL = 16 << 10;

    private final String group;
    private final byte[] groupBytes;
    private final byte[] requestPrefix;
    private final byte[] responsePrefix;
    private final int maxBody;
    private final int maxJson;
    private final JsonFactory json;

    /**
     * @param group every payload begins with it
     * @param maxBody the longest body that is read, in bytes
     */
    public EnvelopeCodec(String group, int maxBody) {
        this.group = group;
        this.groupBytes = group.getBytes(StandardCharsets.UTF_8);
        this.requestPrefix = (group + REQUEST).getBytes(StandardCharsets.UTF_8);
        this.responsePrefix = (group + RESPONSE).getBytes(StandardCharsets.UTF_8);
        this.maxBody = maxBody;
        this.maxJson = json(maxBody);
        this.json = JsonFactory.builder()
                // Names come from strangers: they must not stay in the JVM for ever. Jackson's own table of them is
                // bounded.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(maxJson)
                        .build())
                .build();
    }

    String group() {
        return group;
    }

    /** The longest body that is read, in bytes. */
    public int maxBody() {
        return maxBody;
    }

    /** The longest payload that a body within the limit needs, in bytes. */
    public int maxPayload() {
        return packed(maxJson);
    }

    /**
     * Whether a payload with a body of this length is taken by a peer with these limits: its headers may be too long.
     */
    public boolean fits(byte[] payload, int bodyLength) {
        return bodyLength <= maxBody && payload.length <= packed(json(bodyLength));
    }

    private static int json(int bodyLength) {
        return (int) Math.min(Integer.MAX_VALUE - 64, bodyLength / 3L * 4 + 4 + AROUND_BODY);
    }

    private int packed(int jsonLength) {
        return (int)
                Math.min(Integer.MAX_VALUE - 64, jsonLength + jsonLength / 0xFFFF * 5L + 64 + requestPrefix.length);
    }

    /** A request as a payload. {@code caller} is who wants the answer. */
    public byte[] encode(PeerId caller, long handle, Request request) {
        return write(requestPrefix, request.body().length, out -> {
            if (request.body().length > 0) {
                writeBody(out, request.body());
            }
            out.writeStringField("destination", caller.toString());
            out.writeStringField("handle", Long.toHexString(handle));
            writeHeaders(out, request.headers());
            out.writeStringField("method", request.method());
            out.writeStringField("url", request.url());
        });
    }

    /** A response as a payload. {@code handle} is the one that came with the request. */
    public byte[] encode(String handle, Response response) {
        return write(responsePrefix, response.body().length, out -> {
            writeBody(out, response.body());
            out.writeNumberField("code", response.status());
            out.writeStringField("handle", handle);
            writeHeaders(out, response.headers());
        });
    }

    /** Reads a payload; whatever it is, an envelope comes of it. */
    public Envelope decode(byte[] payload) {
        return Objects.requireNonNull(decode(payload, maxJson), "no limit is greater");
    }

    /**
     * Reads a payload if that takes little: for a thread that others wait for.
     *
     * @return null if it is longer than {@link #SMALL} bytes, or inflates to more than four times that
     */
    public @Nullable Envelope decodeSmall(byte[] payload) {
        return payload.length > SMALL ? null : decode(payload, Math.min(4 * SMALL, maxJson));
    }

    private @Nullable Envelope decode(byte[] payload, int limit) {
        int start = groupBytes.length + ACTION;
        if (payload.length < start
                || Arrays.mismatch(groupBytes, 0, groupBytes.length, payload, 0, groupBytes.length) >= 0) {
            return new Envelope.Unreadable(SleuthException.DISPATCH_HEADER, "does not begin with " + group, null);
        }
        boolean request = startsWith(payload, requestPrefix);
        if (!request && !startsWith(payload, responsePrefix)) {
            return new Envelope.Unreadable(
                    SleuthException.DISPATCH_ACTION, "neither " + REQUEST + " nor " + RESPONSE, null);
        }
        byte[] plain;
        try {
            plain = Gzip.inflate(payload, start, limit);
        } catch (Gzip.Refused refused) {
            return refused.tooLarge && limit < maxJson
                    ? null
                    : new Envelope.Unreadable(SleuthException.UNZIP, firstLine(refused), null);
        }
        try (JsonParser in = json.createParser(plain)) {
            EnvelopeReader read = EnvelopeReader.read(in, plain, request, maxBody);
            return request ? read.question() : read.answer();
        } catch (IOException | IllegalArgumentException broken) {
            int code = request ? SleuthException.REQUEST_UNMARSHAL : SleuthException.RESPONSE_UNMARSHAL;
            return new Envelope.Unreadable(code, firstLine(broken), EnvelopeReader.handle(json, plain));
        }
    }

    private static boolean startsWith(byte[] payload, byte[] prefix) {
        return Arrays.mismatch(prefix, 0, prefix.length, payload, 0, prefix.length) < 0;
    }

    private static String firstLine(Exception broken) {
        String message = String.valueOf(broken.getMessage());
        return message.substring(0, Math.min(message.length(), MAX_REASON))
                .lines()
                .findFirst()
                .orElse("");
    }

    private interface Body {
        void write(JsonGenerator out) throws IOException;
    }

    private byte[] write(byte[] prefix, int bodyLength, Body body) {
        ByteArrayBuilder bytes = new ByteArrayBuilder(bodyLength / 3 * 4 + 512);
        try (JsonGenerator out = json.createGenerator(bytes)) {
            out.writeStartObject();
            body.write(out);
            out.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        byte[] plain = bytes.getClearAndRelease();
        return Gzip.store(prefix, plain, plain.length);
    }

    private static void writeBody(JsonGenerator out, byte[] body) throws IOException {
        out.writeFieldName("body");
        byte[] base64 = Base64.getEncoder().encode(body);
        // Nothing in base64 needs escaping.
        out.writeRawUTF8String(base64, 0, base64.length);
    }

    private static void writeHeaders(JsonGenerator out, Map<String, List<String>> headers) throws IOException {
        out.writeObjectFieldStart("header");
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            out.writeArrayFieldStart(header.getKey());
            for (String value : header.getValue()) {
                out.writeString(value);
            }
            out.writeEndArray();
        }
        out.writeEndObject();
    }
}
