package dev.sleuth;

import dev.sleuth.rpc.SleuthException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/** Tells who did not wait how its call ended: on threads of its own, however long the listeners take. */
final class Teller {
    /** How many calls may be under way or untold at once. */
    static final int MAX_PROMISES = 16_384;

    private final GrowingPool pool;
    private final Room promises = new Room(MAX_PROMISES);

    Teller(String name) {
        this.pool = new GrowingPool(name, GrowingPool.MAX_AT_WORK);
    }

    /**
     * Makes sure that there is room for one {@link #tell}.
     *
     * @throws SleuthException 943 if there is none
     */
    void promise() {
        if (!promises.take(1)) {
            throw new SleuthException(
                    List.of(SleuthException.TOO_MANY_CALLS, SleuthException.DO),
                    MAX_PROMISES + " calls are under way or wait to be told; let some of them end",
                    null);
        }
    }

    /** Keeps a promise. */
    void tell(Runnable telling) {
        Runnable keeping = () -> {
            try {
                telling.run();
            } finally {
                promises.give(1);
            }
        };
        try {
            pool.execute(keeping);
        } catch (RejectedExecutionException noRoom) {
            // All of the pool's threads are taken by listeners that wait, perhaps for this one; or the pool has ended.
            // It must be
            // told all the same, and the promises bound how many there are.
            Thread own = new Thread(keeping, "sleuth-teller");
            own.setDaemon(true);
            own.start();
        }
    }

    /** How many listeners the pool has in hand. */
    int inHand() {
        return pool.inHand();
    }

    /** Takes no more promises, and keeps those that were made. */
    void stop() {
        pool.stop();
    }
}
