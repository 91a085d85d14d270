package dev.sleuth.sim.world;

import java.util.List;

/**
 * A constant load. Times are nanoseconds since the start.
 *
 * @param callers names of the peers that call, each at the full pace
 * @param service whom they call
 * @param pace how fast each of them calls
 * @param from when the first call is planned
 * @param until no call is planned at this time or later
 * @param bodyBytes how long each request's body is
 * @param timeout how long a caller waits for an answer
 * @param method of each request, {@code GET}
 */
public record LoadSpec(
        List<String> callers,
        String service,
        Pace pace,
        long from,
        long until,
        int bodyBytes,
        long timeout,
        String method) {
    public LoadSpec {
        callers = List.copyOf(callers);
    }

    /** From when on the answers to a full load count. */
    public long measuredFrom() {
        return from + (until - from) / 2;
    }
}
