package dev.sleuth.zre;

/** So many at once after a quiet time, and so many in a second (a leaky bucket). */
final class Allowance {
    private static final long SECOND = 1_000_000_000L;

    private final long each;
    private final long atOnce;
    /** When all that was taken would have been allowed without haste. */
    private long paidUntil;

    Allowance(int inARow, int perSecond, long now) {
        this.each = SECOND / perSecond;
        this.atOnce = inARow * each;
        this.paidUntil = now;
    }

    boolean allows(long now) {
        return paidUntil - now < atOnce;
    }

    void take(long now) {
        paidUntil = Math.max(paidUntil, now) + each;
    }

    void giveBack() {
        paidUntil -= each;
    }

    boolean isWhole(long now) {
        return paidUntil <= now;
    }
}
