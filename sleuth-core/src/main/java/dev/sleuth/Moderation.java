package dev.sleuth;

import java.util.concurrent.TimeUnit;

/** So much in a second and no more, for what others can cause as often as they like. For any thread. */
final class Moderation {
    /** It is too much by now. */
    static final long NOT_NOW = -1;

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int perSecond;
    private boolean begun;
    /** When the second began. */
    private long since;

    private int inSecond;
    private long leftOut;

    Moderation(int perSecond) {
        this.perSecond = perSecond;
    }

    /** Returns {@link #NOT_NOW}, or how often it has returned that since it last did not. */
    synchronized long turn(long now) {
        if (!begun || now - since >= SECOND) {
            begun = true;
            since = now;
            inSecond = 0;
        }
        if (inSecond >= perSecond) {
            leftOut++;
            return NOT_NOW;
        }
        inSecond++;
        long before = leftOut;
        leftOut = 0;
        return before;
    }
}
