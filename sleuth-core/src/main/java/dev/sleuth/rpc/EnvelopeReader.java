package dev.sleuth.rpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of the JSON object that is either a request or a response. Names match in any case, unknown ones are
 * passed over, as in the original.
 */
final class EnvelopeReader {
    /** How many header names and values are read: each takes far more memory than bytes on the wire. */
    private static final int MAX_HEADERS = 4096;
    /** The original's are hexadecimal numbers; they are kept while a handler works, and go back as they came. */
    private static final int MAX_HANDLE = 256;

    private static final byte[] EMPTY = {};

    private final byte[] plain;
    private final boolean request;
    private final int maxBody;
    private byte[] body = EMPTY;
    private String handle = "";
    private Map<String, List<String>> headers = Map.of();
    private String method = "";
    private String url = "";
    private int code;
    /** How many more characters may come beside the body. */
    private int charactersLeft = EnvelopeCodec.AROUND_BODY;

    private EnvelopeReader(byte[] plain, boolean request, int maxBody) {
        this.plain = plain;
        this.request = request;
        this.maxBody = maxBody;
    }

    /**
     * @param in reads {@code plain}
     * @throws IOException if it is no JSON, or not what it should be
     */
    static EnvelopeReader read(JsonParser in, byte[] plain, boolean request, int maxBody) throws IOException {
        expect(in, in.nextToken(), JsonToken.START_OBJECT, "a payload");
        EnvelopeReader fields = new EnvelopeReader(plain, request, maxBody);
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            fields.field(in, name.toLowerCase(Locale.ROOT));
        }
        return fields;
    }

    /** Looks for the handle in what could not be read for another reason; null if there is none to be found. */
    static @Nullable String handle(JsonFactory json, byte[] plain) {
        String found = null;
        try (JsonParser in = json.createParser(plain)) {
            if (in.nextToken() == JsonToken.START_OBJECT) {
                for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                    JsonToken value = in.nextToken();
                    if (name.equalsIgnoreCase("handle") && value == JsonToken.VALUE_STRING) {
                        found = in.getTextLength() <= MAX_HANDLE ? in.getText() : null;
                    }
                    in.skipChildren();
                }
            }
        } catch (IOException broken) {
            // What stood before counts.
        }
        return found;
    }

    private void field(JsonParser in, String name) throws IOException {
        JsonToken token = in.nextToken();
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        switch (name) {
            case "body" -> {
                expect(in, token, JsonToken.VALUE_STRING, name);
                body = bytes(in);
            }
            case "handle" -> {
                handle = text(in, token, name);
                if (handle.length() > MAX_HANDLE) {
                    throw new IOException("a handle of " + handle.length() + " characters");
                }
            }
            case "header" -> headers = headers(in, token);
            default -> {
                if (request) {
                    fieldOfRequest(in, token, name);
                } else {
                    fieldOfResponse(in, token, name);
                }
            }
        }
    }

    private void fieldOfRequest(JsonParser in, JsonToken token, String name) throws IOException {
        switch (name) {
            case "method" -> method = text(in, token, name);
            case "url" -> url = text(in, token, name);
            default -> in.skipChildren();
        }
    }

    private void fieldOfResponse(JsonParser in, JsonToken token, String name) throws IOException {
        if (name.equals("code")) {
            expect(in, token, JsonToken.VALUE_NUMBER_INT, name);
            code = in.getIntValue();
        } else {
            in.skipChildren();
        }
    }

    /**
     * Decoded where it stands: a text made of it first would take several times the memory. Only one with escapes in
     * it, which line breaks need, takes that way; the original reads those too.
     */
    private byte[] bytes(JsonParser in) throws IOException {
        long quote = in.currentTokenLocation().getByteOffset();
        if (quote >= 0 && quote < plain.length && plain[(int) quote] == '"') {
            int end = (int) quote + 1;
            while (end < plain.length && plain[end] != '"' && plain[end] != '\\') {
                end++;
            }
            if (end < plain.length && plain[end] == '"') {
                ByteBuffer bytes =
                        Base64.getDecoder().decode(ByteBuffer.wrap(plain, (int) quote + 1, end - (int) quote - 1));
                return bytes.remaining() == bytes.array().length
                        ? bytes.array()
                        : Arrays.copyOf(bytes.array(), bytes.remaining());
            }
        }
        return Base64.getDecoder().decode(in.getText().replace("\n", "").replace("\r", ""));
    }

    private Map<String, List<String>> headers(JsonParser in, JsonToken token) throws IOException {
        expect(in, token, JsonToken.START_OBJECT, "header");
        Map<String, List<String>> headers = new LinkedHashMap<>();
        int left = MAX_HEADERS;
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            countCharacters(name);
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

    private String text(JsonParser in, JsonToken token, String what) throws IOException {
        expect(in, token, JsonToken.VALUE_STRING, what);
        String text = in.getText();
        countCharacters(text);
        return text;
    }

    private void countCharacters(String text) throws IOException {
        charactersLeft -= text.length();
        if (charactersLeft < 0) {
            throw new IOException("more than " + EnvelopeCodec.AROUND_BODY + " characters beside the body");
        }
    }

    private static void expect(JsonParser in, JsonToken token, JsonToken expected, String what) throws IOException {
        if (token != expected) {
            throw new IOException(what + " is " + token + " instead of " + expected + " at byte "
                    + in.currentLocation().getByteOffset());
        }
    }

    /** @throws IllegalArgumentException if it is no request that HTTP knows */
    Envelope.Question question() throws IOException {
        checkBody();
        Request request = new Request(method.isEmpty() ? "GET" : method, path(url), headers, body);
        return new Envelope.Question(handle, request);
    }

    /** @throws IllegalArgumentException if it is no response that HTTP knows */
    Envelope.Answer answer() throws IOException {
        checkBody();
        Response response = new Response(code, headers, body);
        return new Envelope.Answer(Long.parseUnsignedLong(handle, 16), response.withoutForbiddenBody());
    }

    private void checkBody() throws IOException {
        if (body.length > maxBody) {
            throw new IOException("a body of " + body.length + " bytes, " + maxBody + " are allowed");
        }
    }

    /**
     * What handlers are promised begins with a slash, and is otherwise as it came. The original sends nothing at all
     * for {@code sleuth://service}; of a whole URL its handlers see the path.
     */
    private static String path(String url) {
        if (url.startsWith("/")) {
            return url;
        }
        int begin = 0;
        int authority = url.indexOf("://");
        if (authority > 0 && url.substring(0, authority).chars().allMatch(EnvelopeReader::isOfScheme)) {
            begin = authority + 3;
            while (begin < url.length() && "/?#".indexOf(url.charAt(begin)) < 0) {
                begin++;
            }
        }
        String rest = url.substring(begin);
        return rest.startsWith("/") ? rest : "/" + rest;
    }

    private static boolean isOfScheme(int c) {
        return (c < 128 && Character.isLetterOrDigit(c)) || "+-.".indexOf(c) >= 0;
    }
}
