package dev.sleuth;

import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Locale;
import java.util.Set;

/**
 * How beacons are sent and heard on this operating system: a pure decision.
 *
 * @param reuseAddress whether SO_REUSEADDR is set, without which nobody shares the port
 * @param reusePort when SO_REUSEPORT is set as well
 * @param loopbackBroadcast whether 127.255.255.255 reaches everyone on loopback. Not on macOS and the BSDs, whose
 *     loopback is no broadcast interface: there, multicast does
 */
record UdpWays(boolean reuseAddress, ReusePort reusePort, boolean loopbackBroadcast) {
    /** When SO_REUSEPORT is set. */
    enum ReusePort {
        /** Windows has none and needs none. */
        NEVER,
        /**
         * Linux shares among all that set SO_REUSEADDR, which every other implementation does. Those that set
         * SO_REUSEPORT too share out among themselves: since 6.6, a multicast for which only one of them is a member on
         * its interface may be given to any other, which is on another interface and drops it.
         */
        LAST_RESORT,
        /** The BSDs, and so macOS, share a wildcard address in no other way. */
        ALWAYS
    }

    /**
     * @param osName the system property {@code os.name}
     * @param supported what a datagram channel says it supports
     */
    static UdpWays of(String osName, Set<SocketOption<?>> supported) {
        String os = osName.toLowerCase(Locale.ROOT);
        ReusePort reusePort = os.startsWith("linux") ? ReusePort.LAST_RESORT : ReusePort.ALWAYS;
        return new UdpWays(
                supported.contains(StandardSocketOptions.SO_REUSEADDR),
                supported.contains(StandardSocketOptions.SO_REUSEPORT) ? reusePort : ReusePort.NEVER,
                !os.startsWith("mac") && !os.contains("bsd"));
    }

    /** Whether a directed broadcast is worth sending at {@code place}. */
    boolean broadcastsAt(NetworkPlace place) {
        return place.hasBroadcast() && (loopbackBroadcast || !place.isLoopback());
    }
}
