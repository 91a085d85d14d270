package dev.sleuth.rpc;

/** What a service does with a request. Called by several threads at once. */
@FunctionalInterface
public interface Handler {
    /**
     * Answers a request. May call other services.
     *
     * @return the response, not null, with a final status (200 to 999). What HTTP asks of it beyond that is seen to: a
     *     body without {@code Content-Type} gets one, and an answer to HEAD or with 204 or 304 has no body
     * @throws Exception anything: the caller gets a 500, the peer lives on
     */
    Response handle(Request request) throws Exception;
}
