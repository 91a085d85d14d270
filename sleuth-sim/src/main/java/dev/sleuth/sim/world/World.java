package dev.sleuth.sim.world;

import java.util.List;

/**
 * Where a scenario takes place. Times are in nanoseconds since the start of the run. Called by one thread, the
 * runner's; what happens is written to the journal that the world was made with.
 *
 * <p>A step's number (0 for the start of the run) is handed to what it does, so that the seam that does it can record
 * its {@code Hit}s: {@link #crash}, {@link #freeze}, {@link #loseBeacons} and {@link #inflict} are faults, and a fault
 * without a hit fails the run.
 *
 * <p>The runner writes {@code Stepped} before it takes a step, and {@code Ended} as the last line, after
 * {@link #close}. All else is the world's to write. {@code Up} and {@code Down} stand before whatever follows from
 * them: {@code Up} before the first {@code Entered} of or about that peer, {@code Down} and {@code Frozen} before
 * anybody's {@code Exited} that they cause. A peer that ended writes no {@code Exited} of its own.
 */
public interface World extends AutoCloseable {
    /** Starts a peer, and starts it again with a new identity after {@link #crash} or {@link #leave}. */
    void start(int step, PeerSpec peer);

    /** Starts peers all at once, as far as this world can. */
    default void start(int step, List<PeerSpec> peers) {
        peers.forEach(peer -> start(step, peer));
    }

    /** Lets peers call from now on, at the times that the load plans. */
    void load(LoadSpec load);

    /** Lets everything happen up to {@code until}, and returns then. */
    void advance(long until) throws InterruptedException;

    /** Ends a peer without a goodbye, as {@code kill -9} would. */
    void crash(int step, String peer);

    /**
     * Has a peer end with a goodbye; {@code Down} says when. What it has in hand then is answered before it goes, and
     * nothing waits for that.
     */
    void leave(int step, String peer);

    /** A peer sends nothing and reads nothing for a while, as if stopped by SIGSTOP. It plans no calls meanwhile. */
    void freeze(int step, String peer, long nanos);

    /** Every beacon is lost with this chance (0 to 1), drawn per sender, receiver and beacon interval. */
    void loseBeacons(int step, double chance, long nanos);

    /** Lets something go wrong from now on. A {@code Hold} is written down as {@code Held}. */
    void inflict(int step, Trouble trouble);

    /**
     * Ends everybody; calls that are under way end first, at the latest by their timeouts. Then nothing is recorded any
     * more.
     */
    @Override
    void close();
}
