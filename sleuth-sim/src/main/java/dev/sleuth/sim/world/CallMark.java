package dev.sleuth.sim.world;

import dev.sleuth.rpc.Request;
import dev.sleuth.sim.journal.Entry;
import org.jspecify.annotations.Nullable;

/** Which call a request belongs to: what must not be done twice says so, and whoever carries it out writes it down. */
final class CallMark {
    private static final String HEADER = "Sim-Call";

    private CallMark() {}

    /** The request of a caller's call with this number. */
    static Request mark(Request request, String caller, long number) {
        return request.isIdempotent() ? request : request.withHeader(HEADER, number + " " + caller);
    }

    /** What is to be written down when {@code peer} carries a request out; null if it may be done twice. */
    static Entry.@Nullable Executed executed(long now, String peer, Request request) {
        String mark = request.header(HEADER);
        if (mark == null) {
            return null;
        }
        int blank = mark.indexOf(' ');
        return new Entry.Executed(
                now, peer, mark.substring(blank + 1), Long.parseLong(mark.substring(0, blank)), request.method());
    }
}
