package dev.sleuth.rpc;

/** What a service does with a request. Called by several threads at once. */
@FunctionalInterface
public interface Handler {
    /**
     * Answers a request. May call other services.
     *
     * @return the response, not null
     * @throws Exception anything: the caller gets a 500, the peer lives on
     */
    Response handle(Request request) throws Exception;
}
