package dev.sleuth.sim.world;

/**
 * How long things take from one host to another. Datagrams and links have their own luck, so that one more beacon does
 * not change when a call arrives.
 */
final class Route {
    /** Nothing is faster, in nanoseconds. */
    static final long LEAST = 50_000;
    /** Nothing is slower. */
    static final long MOST = 300_000;

    /** Most things are quick and few are slow: what is added to the least is distributed exponentially. */
    private static final double MEAN_ADDED = 60_000;

    private final Dice datagrams;
    private final Dice links;

    Route(long seed, String from, String to) {
        long pair = Dice.mix(Dice.mix(seed, from), to);
        this.datagrams = new Dice(Dice.mix(pair, "datagrams"));
        this.links = new Dice(Dice.mix(pair, "links"));
    }

    /** How long the next datagram takes, in nanoseconds. */
    long datagram() {
        return draw(datagrams);
    }

    /** How long the next packet of a link takes, in nanoseconds. */
    long packet() {
        return draw(links);
    }

    private static long draw(Dice dice) {
        // StrictMath: the results of Math.log may differ between JVMs.
        long added = (long) (-StrictMath.log(1 - dice.fraction()) * MEAN_ADDED);
        return Math.min(LEAST + added, MOST);
    }
}
