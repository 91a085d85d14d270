package dev.sleuth.rpc;

/**
 * Whether a call that waits for a peer which turns suspect or goes away is sent to another one that offers its service.
 * That happens only to what may be done twice ({@link Request#isIdempotent}), to what was certainly never sent, and to
 * what a peer has refused without doing it.
 *
 * @param attempts how often a call is sent at most; 1 for once
 * @param share what share of the calls of the last seconds may be sent once more, from 0 to 1. An outage would
 *     otherwise be multiplied: whoever is left would have to bear the load several times. Ten are allowed in any case
 */
public record RetryPolicy(int attempts, double share) {
    /** At most three attempts, and for at most a fifth of all calls more than one. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(3, 0.2);

    /** Every call is sent once. */
    public static final RetryPolicy NONE = new RetryPolicy(1, 0);

    private static final int MOST_ATTEMPTS = 100;

    public RetryPolicy {
        if (attempts < 1 || attempts > MOST_ATTEMPTS) {
            throw new IllegalArgumentException(
                    "a call is sent from 1 to " + MOST_ATTEMPTS + " times at most, not " + attempts);
        }
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share is from 0 to 1, not " + share);
        }
    }
}
