package dev.sleuth.rpc;

import dev.sleuth.zre.PeerId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The calls that wait for an answer, bounded by count and by the bytes of their requests. */
final class Exchange {
    static final int MAX_CALLS = 16_384;
    static final long MAX_BYTES = 128L << 20;

    private final Map<Long, Call> calls = new LinkedHashMap<>();
    private long bytes;
    /** Never later than the earliest deadline of a waiting call; may be earlier, which costs an idle sweep. */
    private long due = Long.MAX_VALUE;

    boolean hasRoomFor(Call call) {
        return calls.size() < MAX_CALLS && bytes + call.payload.length <= MAX_BYTES;
    }

    void open(Call call) {
        calls.put(call.handle, call);
        bytes += call.payload.length;
        due = Math.min(due, call.deadline);
    }

    /** Takes out the call that {@code from} answers; null if there is none: it has ended, or was never asked of it. */
    @Nullable
    Call settle(long handle, PeerId from) {
        Call call = calls.get(handle);
        if (call == null || !call.isAskedOf(from)) {
            return null;
        }
        close(call);
        return call;
    }

    /** The same by a handle as it came; null also if it is none of ours. */
    @Nullable
    Call settle(String handle, PeerId from) {
        try {
            return settle(Long.parseUnsignedLong(handle, 16), from);
        } catch (NumberFormatException notOurs) {
            return null;
        }
    }

    void close(Call call) {
        calls.remove(call.handle);
        bytes -= call.payload.length;
    }

    /** Takes out the calls whose time is up. */
    List<Call> expire(long now) {
        List<Call> expired = take(call -> call.deadline <= now);
        due = calls.values().stream().mapToLong(call -> call.deadline).min().orElse(Long.MAX_VALUE);
        return expired;
    }

    /** The calls that wait for {@code peer}, now or still. */
    List<Call> askedOf(PeerId peer) {
        return calls.values().stream().filter(call -> call.isAskedOf(peer)).toList();
    }

    /** Null if it has ended. */
    @Nullable
    Call get(long handle) {
        return calls.get(handle);
    }

    /** Whether it has not ended. */
    boolean isOpen(Call call) {
        return calls.get(call.handle) == call;
    }

    /** Takes out all calls. */
    List<Call> abandonAll() {
        return take(call -> true);
    }

    long deadline() {
        return due;
    }

    private List<Call> take(Predicate<Call> which) {
        List<Call> taken = new ArrayList<>();
        for (Call call : calls.values()) {
            if (which.test(call)) {
                taken.add(call);
            }
        }
        taken.forEach(this::close);
        return taken;
    }
}
