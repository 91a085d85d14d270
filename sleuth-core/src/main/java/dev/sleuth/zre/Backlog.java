package dev.sleuth.zre;

/**
 * How many bytes a peer has not read yet. TCP does not tell, but a link is in order: a PING-OK proves that everything
 * sent before the PING was read. This is what bounds the memory that a peer which stops reading can cost us.
 */
final class Backlog {
    /** After how many unconfirmed bytes a PING is sent to have them confirmed. */
    private static final long ASK_AFTER = 1 << 20;

    private long sent;
    private long confirmed;
    private long pings;
    private long pongs;
    /** The PING whose answer confirms {@link #markedBytes}; 0 if none is on its way. */
    private long markedPing;

    private long markedBytes;

    void reset() {
        sent = 0;
        confirmed = 0;
        pings = 0;
        pongs = 0;
        markedPing = 0;
    }

    long bytes() {
        return sent - confirmed;
    }

    void sent(long bytes) {
        sent += bytes;
    }

    /** Whether a PING should go out now, to find out what was read. */
    boolean wantsPing() {
        return markedPing == 0 && bytes() > ASK_AFTER;
    }

    void pinged() {
        pings++;
        if (markedPing == 0) {
            markedPing = pings;
            markedBytes = sent;
        }
    }

    /** The number of the last PING. */
    long pings() {
        return pings;
    }

    /** Whether the PING with this number was answered. */
    boolean answered(long ping) {
        return pongs >= ping;
    }

    void ponged() {
        // More answers than questions: one that was asked on an earlier link, or invented. It confirms nothing.
        pongs = Math.min(pongs + 1, pings);
        if (markedPing != 0 && pongs >= markedPing) {
            confirmed = markedBytes;
            markedPing = 0;
        }
    }
}
