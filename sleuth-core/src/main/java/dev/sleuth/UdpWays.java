package dev.sleuth;

import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Locale;
import java.util.Set;

/**
 * How beacons are sent and heard on this operating system: a pure decision.
 *
 * @param reuseAddress whether SO_REUSEADDR is set, without which nobody shares the port
 * @param reusePort whether SO_REUSEPORT is set as well. Where it exists, a socket with only one of the two excludes
 *     those with only the other, and other implementations set one or the other or both. Windows has none and needs
 *     none
 * @param loopbackBroadcast whether 127.255.255.255 reaches everyone on loopback. Not on macOS and the BSDs, whose
 *     loopback is no broadcast interface: there, multicast does
 */
record UdpWays(boolean reuseAddress, boolean reusePort, boolean loopbackBroadcast) {

    /**
     * @param osName the system property {@code os.name}
     * @param supported what a datagram channel says it supports
     */
    static UdpWays of(String osName, Set<SocketOption<?>> supported) {
        String os = osName.toLowerCase(Locale.ROOT);
        return new UdpWays(
                supported.contains(StandardSocketOptions.SO_REUSEADDR),
                supported.contains(StandardSocketOptions.SO_REUSEPORT),
                !os.startsWith("mac") && !os.contains("bsd"));
    }

    /** Whether a directed broadcast is worth sending at {@code place}. */
    boolean broadcastsAt(NetworkPlace place) {
        return place.hasBroadcast() && (loopbackBroadcast || !place.isLoopback());
    }
}
