package dev.sleuth.sim.journal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened in a run. All that checkers, reports, replay and the dashboard know stands in entries: none
 * of them looks at the world.
 *
 * <p>Times are in nanoseconds since the start of the run. Peers are named as in the scenario ({@code echo-1}); whoever
 * restarts keeps its name and gets a new identity.
 */
public sealed interface Entry {
    /** When it happened. */
    long at();

    /** A peer was started. {@code service} is null for one that only calls. */
    record Up(
            long at,
            String peer,
            String id,
            @Nullable String service,
            @Nullable String version) implements Entry {}

    /** A peer was ended by a step; {@code how} is {@code crash} or {@code leave}. */
    record Down(long at, String peer, String how) implements Entry {}

    /** A peer stands still from here on: it sends nothing and reads nothing. */
    record Frozen(long at, String peer) implements Entry {}

    /** A peer goes on. */
    record Thawed(long at, String peer) implements Entry {}

    /**
     * For {@code nanos} from now on nothing that one of {@code from} sends reaches another one of {@code to}: a cable
     * is pulled.
     */
    record Held(long at, List<String> from, List<String> to, long nanos) implements Entry {
        public Held {
            from = List.copyOf(from);
            to = List.copyOf(to);
        }
    }

    /** {@code peer} now sees {@code seen}. */
    record Entered(long at, String peer, String seen) implements Entry {}

    /**
     * {@code peer} no longer sees {@code seen}; {@code cause} is the name of a {@link dev.sleuth.zre.Cause}, in lower
     * case.
     */
    record Exited(long at, String peer, String seen, String cause) implements Entry {}

    /** {@code peer} passes {@code seen} over while there are others, or does so no longer. */
    record Suspected(long at, String peer, String seen, boolean suspect) implements Entry {}

    /**
     * {@code peer} has carried out what must not be carried out twice: the call of {@code caller} with this number,
     * whose method is not idempotent.
     */
    record Executed(long at, String peer, String caller, long number, String method) implements Entry {}

    /**
     * A call ended.
     *
     * @param at when it ended
     * @param planned when it was to be sent. What counts as its latency is {@code at - planned}, so that a stall of the
     *     caller cannot hide
     * @param number from 0, counted per caller
     * @param by who answered or was asked; null if nobody was
     * @param status the status of the answer; 0 if there was none
     * @param code the error's code; 0 if it was answered
     * @param attempts how often it was sent; 0 if never
     */
    record Called(
            long at,
            long planned,
            String caller,
            long number,
            String service,
            @Nullable String by,
            int status,
            int code,
            int attempts)
            implements Entry {
        /** A call has failed if it got no answer or one that blames the service (5xx). */
        public boolean failed() {
            return code != 0 || status >= 500;
        }
    }

    /** A step of the scenario was taken; {@code number} counts from 1 in the order of the file. */
    record Stepped(long at, int number, String story) implements Entry {}

    /** The fault of a step has hit: recorded by the seam that did it, with what it hit since its last record. */
    record Hit(long at, int step, String what, long times) implements Entry {}

    /** Beacons that {@code peer} heard of {@code about}, and that it lost, in the window that ends at {@code at}. */
    record Beacons(long at, String peer, String about, long heard, long lost) implements Entry {}

    /** The machine itself stood still for {@code nanos} before {@code at}. */
    record Stalled(long at, long nanos) implements Entry {}

    /** The run ended. */
    record Ended(long at) implements Entry {}
}
