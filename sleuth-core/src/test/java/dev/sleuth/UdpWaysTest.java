package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.UdpWays.ReusePort;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UdpWaysTest {
    private static final Set<SocketOption<?>> UNIX =
            Set.of(StandardSocketOptions.SO_REUSEADDR, StandardSocketOptions.SO_REUSEPORT);
    private static final Set<SocketOption<?>> WINDOWS = Set.of(StandardSocketOptions.SO_REUSEADDR);

    @ParameterizedTest
    @CsvSource({
        "Linux,      LAST_RESORT, true",
        "Mac OS X,   ALWAYS,      false",
        "FreeBSD,    ALWAYS,      false",
    })
    void onUnixThePortIsSharedAsTheSystemWantsItAndLoopbackBroadcastsWhereItCan(
            String os, ReusePort reusePort, boolean loopbackBroadcast) {
        assertThat(UdpWays.of(os, UNIX)).isEqualTo(new UdpWays(true, reusePort, loopbackBroadcast));
    }

    @Test
    void onWindowsWhereThereIsNoReusePortTheOtherOptionSharesThePort() {
        assertThat(UdpWays.of("Windows 11", WINDOWS)).isEqualTo(new UdpWays(true, ReusePort.NEVER, true));
    }

    @Test
    void aBroadcastIsSentWhereTheNetworkHasOne() throws Exception {
        UdpWays linux = UdpWays.of("Linux", UNIX);
        UdpWays mac = UdpWays.of("Mac OS X", UNIX);

        assertThat(linux.broadcastsAt(place("10.0.0.5", 24))).isTrue();
        assertThat(linux.broadcastsAt(place("10.0.0.5", 31))).isFalse();
        assertThat(linux.broadcastsAt(place("127.0.0.1", 8))).isTrue();
        assertThat(mac.broadcastsAt(place("10.0.0.5", 24))).isTrue();
        assertThat(mac.broadcastsAt(place("127.0.0.1", 8))).isFalse();
    }

    private static NetworkPlace place(String address, int prefix) throws Exception {
        return new NetworkPlace("en0", 4, (Inet4Address) InetAddress.getByName(address), prefix, true);
    }
}
