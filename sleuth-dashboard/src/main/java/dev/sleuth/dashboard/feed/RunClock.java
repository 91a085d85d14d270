package dev.sleuth.dashboard.feed;

/** How late it is in a run that goes on, read off what comes from it: between two entries its time goes on. */
final class RunClock {
    private final double speed;
    private double ahead = Double.NEGATIVE_INFINITY;

    /** @param speed nanoseconds of the run in one of the watcher's */
    RunClock(double speed) {
        this.speed = speed;
    }

    /** An entry of this time has come by now. */
    void seen(long at, long now) {
        ahead = Math.max(ahead, at - now * speed);
    }

    /** How late it is in the run, at most {@code most}; 0 before anything has come. */
    long at(long now, long most) {
        return ahead == Double.NEGATIVE_INFINITY
                ? 0
                : (long) Math.max(0.0, Math.min((double) most, now * speed + ahead));
    }
}
