package dev.sleuth;

import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What HTTP asks of an answer and handlers need not care about, as Go's HTTP server does it for its handlers. */
final class Finish {
    /** The field of an answer that tells how often its call was sent, if that was more than once. */
    static final String ATTEMPTS = "Sleuth-Attempts";

    private static final byte[] NONE = {};

    private Finish() {}

    /**
     * The answer as it is sent. A type is named if the handler named none, not even none at all (a field without
     * values), and a body of its own is what it is about. An answer to HEAD says how long the body would be, and has
     * none; nor has one with a status that knows none.
     */
    static Response of(Request request, Response response) {
        byte[] body = response.body();
        if (body.length == 0) {
            return response;
        }
        if (response.status() == 204 || response.status() == 304) {
            return response.withBody(NONE);
        }
        Response typed = isTyped(response) ? response : response.withHeader("Content-Type", ContentType.of(body));
        return request.method().equals("HEAD") ? headOf(typed) : typed;
    }

    /** An answer to HEAD without what is not sent. */
    static Response headOf(Response response) {
        if (response.body().length == 0) {
            return response;
        }
        Response head = has(response, "Content-Length") || has(response, "Transfer-Encoding")
                ? response
                : response.withHeader("Content-Length", Integer.toString(response.body().length));
        return head.withBody(NONE);
    }

    /** What a caller gets: how often the call was sent, if that was more than once. */
    static Response withAttempts(Response response, int attempts) {
        boolean told = has(response, ATTEMPTS);
        if (attempts <= 1 && !told) {
            return response;
        }
        Map<String, List<String>> headers = new LinkedHashMap<>(response.headers());
        // Whatever the service wrote there, it cannot know.
        headers.keySet().removeIf(ATTEMPTS::equalsIgnoreCase);
        if (attempts > 1) {
            headers.put(ATTEMPTS, List.of(Integer.toString(attempts)));
        }
        return new Response(response.status(), headers, response.body());
    }

    /** What is encoded would be sniffed for what is around it, and not for what it is. */
    private static boolean isTyped(Response response) {
        return has(response, "Content-Type") || response.header("Content-Encoding") != null;
    }

    private static boolean has(Response response, String name) {
        for (String present : response.headers().keySet()) {
            if (present.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }
}
