package dev.sleuth.rpc;

/**
 * Decides which requests a service takes upon itself. What is refused can be told so at once; what waits for longer
 * than its caller does is work for nobody. So the queue has a bound in time beside the one in number.
 *
 * <p>A burst is taken as far as there is room. Only when somebody has been waiting all the time for as long as anybody
 * should, the queue is a standing one: from then on a request is taken if it would have its turn in time, going by how
 * many had theirs lately. (Judging by how long the first in the queue has waited would come too late, and swing.)
 * Whoever has waited far too long nevertheless makes room, when its turn comes, for those behind it.
 *
 * <p>Pure: times are arguments, in nanoseconds of one monotonic clock. For one thread at a time.
 */
public final class Admission {
    /** How many times the wait that is meant a request may have waited when its turn comes. */
    private static final int TOO_LATE = 5;

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double GOLDEN = 0.618_033_988_749_895;
    /** With nobody waiting the places at work are taken; one of them is free again soon. */
    private static final double SHORT_HINT = 10 * NANOS_PER_MILLI;

    private static final long LONGEST_HINT_MILLIS = 1_000;

    private final int most;
    private final int mostWaiting;
    private final long longestWait;

    private int inHand;
    private int waiting;
    /** Since when somebody has been waiting all the time; of no meaning while nobody is. */
    private long standingSince;
    /** How many had their turn since {@link #spanBegan}, and in the {@link #longestWait} before it. */
    private long begun;

    private long begunBefore;
    private long spanBegan;
    private int hints;

    /**
     * @param most how many requests may be in hand at once, waiting or at work
     * @param mostWaiting how many of them may be waiting
     * @param longestWait how long a request should wait for its turn at most, in nanoseconds
     */
    public Admission(int most, int mostWaiting, long longestWait) {
        this.most = most;
        this.mostWaiting = mostWaiting;
        this.longestWait = longestWait;
    }

    /**
     * Takes a request, which waits from now on; false if it is refused.
     *
     * @param growing whether there are more and more threads at the moment, so that those who wait have waited for that
     */
    public boolean admit(long now, boolean growing) {
        if (waiting == 0 || growing) {
            standingSince = now;
            spanBegan = now;
            begun = 0;
            begunBefore = 0;
        }
        roll(now);
        if (inHand >= most || waiting >= mostWaiting || isLate(now)) {
            return false;
        }
        inHand++;
        waiting++;
        return true;
    }

    /** How many requests wait or are at work. */
    public int inHand() {
        return inHand;
    }

    /** How many of those wait for their turn. */
    public int waiting() {
        return waiting;
    }

    /** Whether whoever came now would wait too long. */
    private boolean isLate(long now) {
        return waiting > 0
                && now - standingSince >= longestWait
                && (double) waiting * span(now) > (double) longestWait * (begun + begunBefore);
    }

    /** How long it took those to begin that are counted. */
    private long span(long now) {
        return now - Math.max(standingSince, spanBegan - longestWait);
    }

    /**
     * A request has its turn.
     *
     * @param arrived when it was admitted
     * @return false if it is not to be carried out: it has waited far too long, and others wait behind it. It is not in
     *     hand any more then
     */
    public boolean begin(long now, long arrived) {
        roll(now);
        waiting--;
        if (waiting > 0 && now - arrived > TOO_LATE * longestWait) {
            inHand--;
            return false;
        }
        begun++;
        return true;
    }

    /** A request that had its turn is done. */
    public void end() {
        inHand--;
    }

    /** A request that was admitted will not have its turn. */
    public void withdraw() {
        waiting--;
        inHand--;
    }

    /**
     * After how many milliseconds it is worth asking again, from 1 to 1,000: when about half of those who wait will
     * have had their turn. Whoever comes then finds room, and the others have not run out of work meanwhile. Half of
     * that longer or shorter, each time otherwise, so that not all who were refused come back at once.
     */
    public long hintMillis(long now) {
        roll(now);
        double half = SHORT_HINT;
        if (waiting > 0) {
            half = (double) waiting * Math.max(1, span(now)) / Math.max(1, begun + begunBefore) / 2;
        }
        // Multiples of the golden ratio lie apart from each other, however many there are.
        double spread = 0.5 + (hints++ & 0xFFFF) * GOLDEN % 1;
        return Math.max(1, Math.min(LONGEST_HINT_MILLIS, Math.round(half * spread / NANOS_PER_MILLI)));
    }

    private void roll(long now) {
        long over = now - spanBegan;
        if (over >= longestWait) {
            begunBefore = over < 2 * longestWait ? begun : 0;
            begun = 0;
            spanBegan = over < 2 * longestWait ? spanBegan + longestWait : now;
        }
    }
}
