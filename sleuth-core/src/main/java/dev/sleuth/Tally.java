package dev.sleuth;

import java.util.concurrent.atomic.AtomicLong;

/** How often one thing has happened and failed so far, and how it went lately. One thread at a time writes. */
final class Tally {
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final RecentTimes recent;

    /** @param since before anything happened, in nanoseconds of the same clock as all that follows */
    Tally(long since) {
        this.recent = new RecentTimes(since);
    }

    /** It happened, or failed after all, and took {@code nanos}. */
    void timed(long now, boolean failure, long nanos) {
        count(failure);
        recent.timed(now, nanos);
    }

    /** It was not even tried. */
    void refused(long now) {
        count(true);
        recent.counted(now);
    }

    private void count(boolean failure) {
        count.setOpaque(count.getPlain() + 1);
        if (failure) {
            failed.setOpaque(failed.getPlain() + 1);
        }
    }

    long count() {
        return count.getOpaque();
    }

    long failed() {
        return failed.getOpaque();
    }

    RecentTimes.Seen recent(long now) {
        return recent.seen(now);
    }
}
