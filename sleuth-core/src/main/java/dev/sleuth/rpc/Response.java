package dev.sleuth.rpc;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A response. Immutable, but for the body's array, which is not copied: leave it as it is.
 *
 * <p>None can be made of what HTTP does not have: a status that is not of three digits, a field's name of other
 * characters than its, a field's value with a control character. Trying it throws an {@link IllegalArgumentException}.
 *
 * @param status the HTTP status, such as 200
 * @param headers the header fields in the order and case they came in; look one up with {@link #header}
 * @param body the body's bytes, not null
 */
public record Response(int status, Map<String, List<String>> headers, byte[] body) {
    private static final byte[] NONE = {};

    public Response {
        Syntax.checkStatus(status);
        headers = Headers.copy(headers);
    }

    /** A response with a status and nothing else. */
    public static Response of(int status) {
        return new Response(status, Map.of(), NONE);
    }

    /** 200 with these bytes. */
    public static Response ok(byte[] body) {
        return of(200).withBody(body);
    }

    /** 200 with a text in UTF-8. */
    public static Response ok(String text) {
        return of(200).withBody(text);
    }

    /** The same with one more value of a header field. */
    public Response withHeader(String name, String value) {
        return new Response(status, Headers.with(headers, name, value), body);
    }

    /** The same with this body. */
    public Response withBody(byte[] bytes) {
        return new Response(status, headers, bytes);
    }

    /** The same with this body in UTF-8. */
    public Response withBody(String text) {
        return withBody(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The first value of a header field, whatever its case; null if there is none. */
    public @Nullable String header(String name) {
        return Headers.first(headers, name);
    }

    /** All values of a header field, whatever its case; none if it is not there. */
    public List<String> headerValues(String name) {
        return Headers.all(headers, name);
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Whether HTTP knows no body of an answer with this status: RFC 9110, 15.2, 15.3.5 and 15.4.5. */
    boolean isWithoutBody() {
        return status < 200 || status == 204 || status == 304;
    }

    /** The same without a body where none may be. */
    Response withoutForbiddenBody() {
        return isWithoutBody() && body.length > 0 ? withBody(NONE) : this;
    }

    @Override
    public String toString() {
        return status + " (" + body.length + " bytes)";
    }
}
