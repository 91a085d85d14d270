package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourcesTest {
    private final Sources sources = new Sources(List.of(place("10.0.0.1", 24), place("192.168.7.1", 16)));

    @Test
    void whoIsInOneOfOurNetworksIsNear() {
        assertThat(near("10.0.0.77")).isTrue();
        assertThat(near("192.168.200.3")).isTrue();
        assertThat(near("10.0.1.77")).isFalse();
        assertThat(near("::1")).isFalse();
        assertThat(new Sources(List.of()).of(address("10.0.0.77")).near()).isFalse();
    }

    @Test
    void whatIsKnownOfAHostIsKept() {
        Sources.Source first = sources.of(address("10.0.0.77"));

        assertThat(first.host()).isEqualTo("10.0.0.77");
        assertThat(sources.of(address("10.0.0.77"))).isSameAs(first);
    }

    /** Their addresses end alike, so one place is for both. */
    @Test
    void hostsThatCrowdEachOtherOutAreNotTakenForEachOther() {
        for (int i = 0; i < 2; i++) {
            assertThat(sources.of(address("10.0.0.77")))
                    .isEqualTo(new Sources.Source(address("10.0.0.77"), "10.0.0.77", true));
            assertThat(sources.of(address("10.0.1.77")))
                    .isEqualTo(new Sources.Source(address("10.0.1.77"), "10.0.1.77", false));
        }
    }

    private boolean near(String host) {
        return sources.of(address(host)).near();
    }

    private static NetworkPlace place(String host, int prefix) {
        return new NetworkPlace("eth1", 1, (Inet4Address) address(host), prefix, true);
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }
}
