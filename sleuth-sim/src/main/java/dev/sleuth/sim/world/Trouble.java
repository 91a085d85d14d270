package dev.sleuth.sim.world;

import java.util.List;

/**
 * What may go wrong in a world, beside crashes, freezes and lost beacons. Times are in nanoseconds.
 *
 * <p>Connections are TCP's: what is under way on one may have to wait, may be late, or may be lost with the whole
 * connection, but never does a single message vanish or overtake another one.
 */
public sealed interface Trouble {
    /** How long it lasts; 0 if it is over at once. */
    long nanos();

    /** Connections break once, with what is under way on them. Whoever made one is told. */
    record Cut(Between ways) implements Trouble {
        @Override
        public long nanos() {
            return 0;
        }
    }

    /**
     * Nothing passes, as if a cable were pulled: datagrams are lost, what is sent on a connection waits, and so does a
     * connection that is being made. Nobody is told of it.
     */
    record Hold(Between ways, long nanos) implements Trouble {}

    /**
     * All takes longer, datagrams each by itself, and messages on a connection in their order.
     *
     * @param delay by so much
     * @param jitter and by up to so much more, drawn anew each time
     */
    record Slow(Between ways, long delay, long jitter, long nanos) implements Trouble {}

    /**
     * Peers stand still for a moment, as in a garbage collection: they neither read nor send. Unlike a freeze it is no
     * reason to give anybody up.
     *
     * @param pause how long each time
     * @param every how often on average: once in each such time, at a random moment. 0 for only once, and now
     */
    record Stall(List<String> peers, long pause, long every, long nanos) implements Trouble {
        public Stall {
            peers = List.copyOf(peers);
        }
    }

    /**
     * Handlers take longer.
     *
     * @param computing whether they compute for so long, rather than wait
     */
    record SlowHandlers(List<String> peers, long delay, boolean computing, long nanos) implements Trouble {
        public SlowHandlers {
            peers = List.copyOf(peers);
        }
    }

    /** Handlers fail, which the runtime answers with 500, with this chance (0 to 1) each time. */
    record FailingHandlers(List<String> peers, double chance, long nanos) implements Trouble {
        public FailingHandlers {
            peers = List.copyOf(peers);
        }
    }
}
