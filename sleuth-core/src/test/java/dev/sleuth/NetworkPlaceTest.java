package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sleuth.rpc.SleuthException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkPlaceTest {
    @ParameterizedTest
    @CsvSource({
        "10.1.2.3,      8, 10.255.255.255",
        "10.1.2.3,     16, 10.1.255.255",
        "192.168.7.130, 25, 192.168.7.255",
        "192.168.7.130, 30, 192.168.7.131",
        "192.168.7.130, 32, 192.168.7.130",
        "192.168.7.130,  0, 255.255.255.255",
        "127.0.0.1,      8, 127.255.255.255",
    })
    void theBroadcastAddressHasAllOnesBehindThePrefix(String address, int prefix, String broadcast) throws Exception {
        assertThat(place(address, prefix).broadcast().getHostAddress()).isEqualTo(broadcast);
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3,      8, 10.200.0.1,    true",
        "10.1.2.3,      8, 11.1.2.3,      false",
        "192.168.7.130, 25, 192.168.7.129, true",
        "192.168.7.130, 25, 192.168.7.127, false",
        "192.168.7.130, 32, 192.168.7.130, true",
        "192.168.7.130, 32, 192.168.7.131, false",
        "192.168.7.130,  0, 8.8.8.8,       true",
        "127.0.0.1,      8, 127.0.0.9,     true",
        "127.0.0.1,      8, ::1,           false",
    })
    void aNetworkContainsWhatSharesItsPrefix(String address, int prefix, String other, boolean contained)
            throws Exception {
        assertThat(place(address, prefix).contains(InetAddress.getByName(other)))
                .isEqualTo(contained);
    }

    @Test
    void aPlaceIsFoundByTheNameAndByTheAddressOfItsInterface() {
        NetworkPlace byName = NetworkPlace.find("lo");

        assertThat(byName.isLoopback()).isTrue();
        assertThat(byName.host()).isEqualTo("127.0.0.1");
        assertThat(NetworkPlace.find("127.0.0.1")).isEqualTo(byName);
    }

    @Test
    void anUnknownInterfaceIsRefusedWithThoseThatExist() {
        assertThatThrownBy(() -> NetworkPlace.find("nowhere0"))
                .isInstanceOfSatisfying(
                        SleuthException.class,
                        failure -> assertThat(failure.trace()).containsExactly(SleuthException.INTERFACE))
                .hasMessageContaining("\"nowhere0\"")
                .hasMessageContaining("lo (127.0.0.1)");
    }

    @Test
    void thePlaceOfWhoNamesNoneIsLoopbackOnlyIfThereIsNoOther() throws Exception {
        NetworkPlace place = NetworkPlace.find(null);

        boolean others = NetworkInterface.networkInterfaces()
                .anyMatch(each -> each.inetAddresses().anyMatch(NetworkPlaceTest::isReal) && isUsable(each));
        assertThat(place.isLoopback()).isEqualTo(!others);
    }

    private static boolean isReal(InetAddress address) {
        return address instanceof Inet4Address && !address.isLoopbackAddress();
    }

    private static boolean isUsable(NetworkInterface candidate) {
        try {
            return candidate.isUp() && candidate.supportsMulticast();
        } catch (SocketException gone) {
            return false;
        }
    }

    private static NetworkPlace place(String address, int prefix) throws Exception {
        return new NetworkPlace(
                NetworkPlace.find("lo").networkInterface(), (Inet4Address) InetAddress.getByName(address), prefix);
    }
}
