package dev.sleuth.sim.world;

/** How fast each caller of a load calls. */
public sealed interface Pace {
    /** So many calls a second, whether or not earlier ones have ended: an open loop. */
    record Rate(double perSecond) implements Pace {}

    /**
     * As fast as they are answered: so many at once, each followed by the next one when it has ended. What is answered
     * well in the second half of the load is the capacity that {@link Times} means. A call that fails has its place
     * taken only after a hundredth of a second.
     */
    record Full(int atOnce) implements Pace {}

    /** So many times the rate at which the caller was answered well by the same service during its last full load. */
    record Times(double factor) implements Pace {}
}
