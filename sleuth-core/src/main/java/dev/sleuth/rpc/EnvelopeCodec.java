package dev.sleuth.rpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.sleuth.zre.PeerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
    private static final int AROUND_BODY = 1 << 20;

    private static final int MAX_DEPTH = 32;
    /** How many header names and values are read: each takes far more memory than bytes on the wire. */
    private static final int MAX_HEADERS = 4096;
    /** How much of the reason why something cannot be read is kept: a stranger's text may be part of it. */
    private static final int MAX_REASON = 200;
    /** The longest payload that is decoded on a receiving thread, in bytes. */
    static final int SMALL = 16 << 10;

    private static final byte[] EMPTY = {};

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
        this.maxJson = (int) Math.min(Integer.MAX_VALUE - 64, maxBody / 3L * 4 + 4 + AROUND_BODY);
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
        return (int) Math.min(Integer.MAX_VALUE - 64, maxJson + maxJson / 0xFFFF * 5L + 64 + requestPrefix.length);
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
            return new Envelope.Unreadable(SleuthException.DISPATCH_HEADER, "does not begin with " + group);
        }
        boolean request = startsWith(payload, requestPrefix);
        if (!request && !startsWith(payload, responsePrefix)) {
            return new Envelope.Unreadable(SleuthException.DISPATCH_ACTION, "neither " + REQUEST + " nor " + RESPONSE);
        }
        try {
            byte[] plain = Gzip.inflate(payload, start, limit);
            try (JsonParser in = json.createParser(plain)) {
                return request
                        ? Fields.read(in).question(maxBody)
                        : Fields.read(in).answer(maxBody);
            }
        } catch (Gzip.Refused refused) {
            return refused.tooLarge && limit < maxJson
                    ? null
                    : new Envelope.Unreadable(SleuthException.UNZIP, firstLine(refused));
        } catch (IOException | IllegalArgumentException broken) {
            int code = request ? SleuthException.REQUEST_UNMARSHAL : SleuthException.RESPONSE_UNMARSHAL;
            return new Envelope.Unreadable(code, firstLine(broken));
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

    /** The fields of either JSON object. Names match in any case, unknown ones are passed over, as in the original. */
    private static final class Fields {
        private byte[] body = EMPTY;
        private String handle = "";
        private Map<String, List<String>> headers = Map.of();
        private String method = "";
        private String url = "";
        private int code;

        static Fields read(JsonParser in) throws IOException {
            expect(in, in.nextToken(), JsonToken.START_OBJECT, "a payload");
            Fields fields = new Fields();
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                fields.field(in, name.toLowerCase(Locale.ROOT));
            }
            return fields;
        }

        private void field(JsonParser in, String name) throws IOException {
            JsonToken token = in.nextToken();
            if (token == JsonToken.VALUE_NULL) {
                return;
            }
            switch (name) {
                case "body" -> body = Base64.getDecoder().decode(text(in, token, name));
                case "handle" -> handle = text(in, token, name);
                case "method" -> method = text(in, token, name);
                case "url" -> url = text(in, token, name);
                case "code" -> {
                    expect(in, token, JsonToken.VALUE_NUMBER_INT, name);
                    code = in.getIntValue();
                }
                case "header" -> headers = headers(in, token);
                default -> in.skipChildren();
            }
        }

        private static Map<String, List<String>> headers(JsonParser in, JsonToken token) throws IOException {
            expect(in, token, JsonToken.START_OBJECT, "header");
            Map<String, List<String>> headers = new LinkedHashMap<>();
            int left = MAX_HEADERS;
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                List<String> values = new ArrayList<>(1);
                if (in.nextToken() != JsonToken.VALUE_NULL) {
                    expect(in, in.currentToken(), JsonToken.START_ARRAY, "a header field");
                    for (JsonToken value = in.nextToken(); value != JsonToken.END_ARRAY; value = in.nextToken()) {
                        values.add(text(in, value, "a header value"));
                        left--;
                        check(left);
                    }
                }
                headers.put(name, values);
                left--;
                check(left);
            }
            return headers;
        }

        private static void check(int left) throws IOException {
            if (left < 0) {
                throw new IOException("more than " + MAX_HEADERS + " header names and values");
            }
        }

        private static String text(JsonParser in, JsonToken token, String what) throws IOException {
            expect(in, token, JsonToken.VALUE_STRING, what);
            return in.getText();
        }

        private static void expect(JsonParser in, JsonToken token, JsonToken expected, String what) throws IOException {
            if (token != expected) {
                throw new IOException(what + " is " + token + " instead of " + expected + " at byte "
                        + in.currentLocation().getByteOffset());
            }
        }

        Envelope question(int maxBody) {
            if (body.length > maxBody) {
                return tooLarge(SleuthException.REQUEST_UNMARSHAL, maxBody);
            }
            return new Envelope.Question(handle, new Request(method.isEmpty() ? "GET" : method, url, headers, body));
        }

        Envelope answer(int maxBody) {
            if (body.length > maxBody) {
                return tooLarge(SleuthException.RESPONSE_UNMARSHAL, maxBody);
            }
            return new Envelope.Answer(Long.parseUnsignedLong(handle, 16), new Response(code, headers, body));
        }

        private Envelope tooLarge(int code, int maxBody) {
            return new Envelope.Unreadable(code, "a body of " + body.length + " bytes, " + maxBody + " are allowed");
        }
    }
}
