package dev.sleuth.sim.cli;

import java.time.Duration;

/** How long somebody who has just joined looks around before what it has not seen is not there. */
final class Looking {
    /**
     * Three beacon intervals. Peers greet a newcomer as soon as they hear one of its first three beacons, which go out
     * within 100 ms, so even one of their own would do.
     */
    static final String LONG_ENOUGH = "750ms";

    private Looking() {}

    /** As long as needed, but at most {@code most}. */
    static Duration upTo(Duration most) {
        Duration enough = new Time().convert(LONG_ENOUGH);
        return enough.compareTo(most) < 0 ? enough : most;
    }
}
