package dev.sleuth.dashboard.feed;

/** Where in a recording the watcher is: plays, pauses, jumps. Times are in nanoseconds. Used by one thread. */
public final class Player {
    private final long lasts;
    private double speed = 1;
    private boolean playing;
    /** Where it was at {@link #last}. */
    private double position;

    private long last;

    /** At the start, pausing. */
    public Player(long lasts) {
        this.lasts = lasts;
    }

    public long lasts() {
        return lasts;
    }

    public boolean playing() {
        return playing;
    }

    public double speed() {
        return speed;
    }

    /** Begins to play or goes on; from the start if it was at the end. */
    public void play() {
        if (position >= lasts) {
            position = 0;
        }
        playing = true;
    }

    public void pause() {
        playing = false;
    }

    /** Jumps to a time, at most the end. */
    public void seek(long to) {
        position = (double) Math.max(0, Math.min(to, lasts));
    }

    /**
     * Sets how fast it plays.
     *
     * @param times 2 for twice as fast as it was
     */
    public void speed(double times) {
        if (!(times > 0)) {
            throw new IllegalArgumentException("a speed is more than 0, such as 0.5 or 2");
        }
        speed = times;
    }

    /**
     * Where it is now; it pauses at the end.
     *
     * @param now of a monotonic clock
     */
    public long at(long now) {
        if (playing) {
            position = Math.min((double) lasts, position + (double) (now - last) * speed);
            playing = position < lasts;
        }
        last = now;
        return (long) position;
    }
}
