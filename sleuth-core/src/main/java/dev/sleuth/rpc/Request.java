package dev.sleuth.rpc;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request, as a caller makes it or as a handler gets it. Immutable, but for the body's array, which is not copied:
 * leave it as it is.
 *
 * <p>None can be made of what HTTP does not have: a method or a field's name of other characters than its, a URL or a
 * field's value with a control character. Trying it throws an {@link IllegalArgumentException}.
 *
 * @param method the HTTP method, such as {@code GET}, in the case it was written in
 * @param url of a caller: {@code sleuth://service/path?query}; at a handler: {@code /path?query#fragment}, exactly as
 *     it was sent, and beginning with a slash whatever was sent
 * @param headers the header fields in the order and case they came in; look one up with {@link #header}
 * @param body the body's bytes, not null
 */
public record Request(String method, String url, Map<String, List<String>> headers, byte[] body) {
    private static final byte[] NONE = {};
    private static final List<String> SAFE = List.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final List<String> IDEMPOTENT = List.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

    public Request {
        Syntax.checkMethod(method);
        Syntax.checkUrl(url);
        headers = Headers.copy(headers);
    }

    /** A GET without headers and body. */
    public static Request get(String url) {
        return of("GET", url);
    }

    /** A POST with a body in UTF-8. */
    public static Request post(String url, String body) {
        return of("POST", url).withBody(body);
    }

    /** A request without headers and body. */
    public static Request of(String method, String url) {
        return new Request(method, url, Map.of(), NONE);
    }

    /** The same with one more value of a header field. */
    public Request withHeader(String name, String value) {
        return new Request(method, url, Headers.with(headers, name, value), body);
    }

    /** The same with this body. */
    public Request withBody(byte[] bytes) {
        return new Request(method, url, headers, bytes);
    }

    /** The same with this body in UTF-8. */
    public Request withBody(String text) {
        return withBody(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Whether doing it twice has the effect of doing it once: by its method (RFC 9110, 9.2.2), or because it carries an
     * {@code Idempotency-Key}, by which its service recognises it.
     */
    public boolean isIdempotent() {
        return IDEMPOTENT.contains(method) || header("Idempotency-Key") != null;
    }

    /** Whether it only asks: its method changes nothing (RFC 9110, 9.2.1). */
    public boolean isSafe() {
        return SAFE.contains(method);
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

    @Override
    public String toString() {
        return method + " " + url + " (" + body.length + " bytes)";
    }
}
