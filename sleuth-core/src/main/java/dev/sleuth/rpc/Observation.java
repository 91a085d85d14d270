package dev.sleuth.rpc;

import dev.sleuth.zre.Cause;
import dev.sleuth.zre.PeerId;
import dev.sleuth.zre.Reason;
import org.jspecify.annotations.Nullable;

/** Something that happened at a peer and that is no answer to anybody. Times are those of the engine's clock. */
public sealed interface Observation {
    /** When it happened. */
    long at();

    /** A peer greeted us. */
    record Entered(long at, Member member) implements Observation {}

    /**
     * A peer is gone.
     *
     * @param heard when it gave its last sign of life; the time that we stood still ourselves is left out
     */
    record Exited(long at, Member member, Cause cause, long heard) implements Observation {}

    /** A peer offers its service: from now on it takes its turn. */
    record Offered(long at, Member member) implements Observation {}

    /** A peer offers its service no more: it left our group, or is about to exit. */
    record Withdrawn(long at, Member member) implements Observation {}

    /**
     * A peer is better not asked while there are others, or is as good as them again: its link broke, or it owes an
     * answer and says nothing.
     */
    record Suspected(long at, Member member, boolean suspect) implements Observation {}

    /**
     * A call was sent once more.
     *
     * @param from who was asked before
     * @param to who is asked now; may be the same
     * @param attempt how often it has been sent now
     * @param why in a word, fit for a metric's tag: {@code suspect}, {@code gone}, {@code cut}, {@code unsent} or
     *     {@code refused}
     */
    record Retried(long at, String service, PeerId from, PeerId to, int attempt, String why) implements Observation {}

    /**
     * Something came in that we do not take.
     *
     * @param from who sent it; null if that is not known
     * @param reason the word of a {@link Reason}, fit for a metric's tag
     * @param detail for the log
     */
    record Rejected(long at, @Nullable PeerId from, String reason, String detail) implements Observation {}
}
