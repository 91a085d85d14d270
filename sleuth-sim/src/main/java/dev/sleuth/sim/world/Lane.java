package dev.sleuth.sim.world;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What is under way to a peer from one other and has to wait, in order: nothing overtakes. Bounded as two kernels'
 * buffers are not, but as a harness has to be. Times are in nanoseconds since the start of the run.
 */
final class Lane {
    private record Waiting(HeldInputs.Input input, long size, long due) {}

    private final Deque<Waiting> queue = new ArrayDeque<>();
    private long bytes;

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Returns false if there is no room: it is lost. */
    boolean add(long size, long due, HeldInputs.Input input) {
        if (queue.size() >= HeldInputs.MAX_MESSAGES || bytes + size > HeldInputs.MAX_BYTES) {
            return false;
        }
        queue.add(new Waiting(input, size, due));
        bytes += size;
        return true;
    }

    /** When the next one may go on; {@link Long#MAX_VALUE} if none waits. */
    long due() {
        Waiting next = queue.peek();
        return next == null ? Long.MAX_VALUE : next.due();
    }

    /** The next one, which goes on. */
    HeldInputs.Input next() {
        Waiting next = queue.remove();
        bytes -= next.size();
        return next.input();
    }

    /** The next one, and with it all behind it, may not go on before {@code time}. */
    void postpone(long time) {
        Waiting next = queue.remove();
        queue.addFirst(new Waiting(next.input(), next.size(), time));
    }

    /** All that waits is lost; returns how many that were. */
    int clear() {
        int lost = queue.size();
        queue.clear();
        bytes = 0;
        return lost;
    }
}
