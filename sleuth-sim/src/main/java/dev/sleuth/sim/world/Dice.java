package dev.sleuth.sim.world;

/**
 * Chance that is the same on every JVM: SplitMix64, because the generators of the JDK promise their algorithm only in
 * part, and because luck that depends on nothing but its key needs the bare mixing function anyway.
 */
final class Dice {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    Dice(long seed) {
        this.state = seed;
    }

    /** The next 64 bits. */
    long next() {
        state += GAMMA;
        return mix(state);
    }

    /** The next number from 0 to below 1. */
    double fraction() {
        return fraction(next());
    }

    /** A number from 0 to below 1 made of 64 bits. */
    static double fraction(long bits) {
        return (bits >>> 11) * 0x1.0p-53;
    }

    /** Another seed for each {@code key}. */
    static long mix(long seed, long key) {
        return mix(seed ^ mix(key + GAMMA));
    }

    /** Another seed for each {@code key}. */
    static long mix(long seed, String key) {
        long mixed = mix(seed, key.length());
        for (int i = 0; i < key.length(); i++) {
            mixed = mix(mixed, key.charAt(i));
        }
        return mixed;
    }

    private static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
