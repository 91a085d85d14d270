package dev.sleuth.rpc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The answer of a peer that has not done what it was asked, and never will: whoever asked may ask somebody else,
 * whatever it was. Any 503 may come from a handler that has begun; ours says by a field of its own that none has.
 */
public final class Refusal {
    /** After how many milliseconds it is worth asking the same peer again. No handler's answer has this field. */
    public static final String RETRY_AFTER_MILLIS = "Sleuth-Retry-After-Ms";

    /** Whatever a peer says, it is asked again after this long. */
    static final long LONGEST_MILLIS = 5_000;

    private static final int LONG_DIGITS = 9;

    private Refusal() {}

    /** @param millis after how long it is worth asking again; 0 for at once */
    static Response unexecuted(long millis) {
        // RFC 9110, 10.2.3: a number of seconds, for those who do not know the other field.
        long seconds = Math.max(1, (millis + 999) / 1_000);
        return Response.of(503)
                .withHeader("Retry-After", Long.toString(seconds))
                .withHeader(RETRY_AFTER_MILLIS, Long.toString(millis));
    }

    /** Whether a request with this answer was certainly not carried out, so that it may be sent again. */
    public static boolean isUnexecuted(Response response) {
        return millis(response) >= 0;
    }

    /**
     * After how many milliseconds it is worth asking the same peer again, 0 to 5,000; -1 if this is no such refusal.
     */
    static long millis(Response response) {
        String said = response.status() == 503 ? response.header(RETRY_AFTER_MILLIS) : null;
        if (said == null || said.isEmpty() || !said.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            return -1;
        }
        return said.length() > LONG_DIGITS ? LONGEST_MILLIS : Math.min(LONGEST_MILLIS, Long.parseLong(said));
    }

    /**
     * A handler's answer, which does not say that nothing was done: a handler that passes on what another service has
     * refused has itself begun.
     */
    public static Response executed(Response response) {
        if (response.header(RETRY_AFTER_MILLIS) == null) {
            return response;
        }
        Map<String, List<String>> headers = new LinkedHashMap<>(response.headers());
        headers.keySet().removeIf(RETRY_AFTER_MILLIS::equalsIgnoreCase);
        return new Response(response.status(), headers, response.body());
    }
}
