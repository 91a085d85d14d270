package dev.sleuth.rpc;

/**
 * The answer of a peer that has not done what it was asked, and never will: whoever asked may ask somebody else,
 * whatever it was. Any 503 may come from a handler that has begun; ours says by a field of its own that none has.
 */
final class Refusal {
    /** After how many milliseconds it is worth asking the same peer again. */
    static final String RETRY_AFTER_MILLIS = "Sleuth-Retry-After-Ms";

    private Refusal() {}

    /** @param millis after how long it is worth asking again; 0 for at once */
    static Response unexecuted(long millis) {
        // RFC 9110, 10.2.3: a number of seconds, for those who do not know the other field.
        long seconds = Math.max(1, (millis + 999) / 1_000);
        return Response.of(503)
                .withHeader("Retry-After", Long.toString(seconds))
                .withHeader(RETRY_AFTER_MILLIS, Long.toString(millis));
    }

    static boolean isUnexecuted(Response response) {
        return response.status() == 503 && response.header(RETRY_AFTER_MILLIS) != null;
    }

    /** Whether the same peer may be asked again at once. */
    static boolean isOver(Response response) {
        return "0".equals(response.header(RETRY_AFTER_MILLIS));
    }
}
