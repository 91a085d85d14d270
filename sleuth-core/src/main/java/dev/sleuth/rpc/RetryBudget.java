package dev.sleuth.rpc;

/** Counts calls and retries of the last seconds, so that retries stay a small part of what is sent. */
final class RetryBudget {
    /** What is counted is between one and two of these old. */
    static final long SPAN_NANOS = 5_000_000_000L;
    /** So many are always allowed: a share of few calls is nothing. */
    static final int FREE = 10;

    private final double share;
    private long begun;
    private long calls;
    private long callsBefore;
    private long retries;
    private long retriesBefore;

    RetryBudget(RetryPolicy policy, long now) {
        this.share = policy.share();
        this.begun = now;
    }

    void called(long now) {
        roll(now);
        calls++;
    }

    /** Takes one retry; false if there is none left. */
    boolean take(long now) {
        roll(now);
        if (retries + retriesBefore >= FREE + share * (calls + callsBefore)) {
            return false;
        }
        retries++;
        return true;
    }

    private void roll(long now) {
        if (now - begun < SPAN_NANOS) {
            return;
        }
        boolean next = now - begun < 2 * SPAN_NANOS;
        callsBefore = next ? calls : 0;
        retriesBefore = next ? retries : 0;
        calls = 0;
        retries = 0;
        begun = next ? begun + SPAN_NANOS : now;
    }
}
