package dev.sleuth.sim.world;

import java.util.List;

/**
 * A constant load, open loop: each caller plans a call every {@code 1 / rate} seconds whether or not the last one has
 * ended. Times are nanoseconds since the start.
 *
 * @param callers names of the peers that call, each at the full rate
 * @param service whom they call
 * @param rate calls a second of each caller
 * @param from when the first call is planned
 * @param until no call is planned at this time or later
 * @param bodyBytes how long each request's body is
 * @param timeout how long a caller waits for an answer
 * @param method of each request, {@code GET}
 */
public record LoadSpec(
        List<String> callers,
        String service,
        double rate,
        long from,
        long until,
        int bodyBytes,
        long timeout,
        String method) {
    public LoadSpec {
        callers = List.copyOf(callers);
    }
}
