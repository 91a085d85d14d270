package dev.sleuth.zre;

import org.jspecify.annotations.Nullable;

/**
 * How the world reaches the machine; one thread at a time. {@code now} is in nanoseconds of one monotonic clock and
 * never goes back.
 */
public interface Inlet {
    /** A datagram was heard from {@code host}, an IPv4 address in digits. */
    void beacon(long now, String host, Beacon beacon);

    /**
     * A message came in.
     *
     * @param from the identity of the connection it came on
     * @param host the remote address of that connection, in digits
     */
    void message(long now, PeerId from, String host, Message message);

    /**
     * Something came in on a connection that is not a message: it is counted, and a member whose connection it is has
     * to begin again.
     *
     * @param from null if the connection's identity is not a peer's
     * @param host the remote address of that connection, in digits; null if it is not known
     */
    void malformed(long now, @Nullable PeerId from, @Nullable String host, String why);

    /** A link is connected: from here on, what was sent may have arrived. */
    void opened(long now, long link);

    /** A link is of no use any more; it need not be closed. */
    void broken(long now, long link, Cause cause);

    /** Does what is due at {@code now}. */
    void tick(long now);

    /** When {@link #tick} wants to be called next. Changes with every input. */
    long deadline();
}
