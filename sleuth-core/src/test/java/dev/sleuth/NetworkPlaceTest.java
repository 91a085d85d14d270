package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkPlaceTest {
    @ParameterizedTest
    @CsvSource({
        "10.1.2.3,      8, 10.255.255.255,  true",
        "10.1.2.3,     16, 10.1.255.255,    true",
        "192.168.7.130, 25, 192.168.7.255,  true",
        "192.168.7.130, 30, 192.168.7.131,  true",
        "192.168.7.130, 31, 192.168.7.131,  false",
        "192.168.7.130, 32, 192.168.7.130,  false",
        "192.168.7.130,  0, 255.255.255.255, true",
        "127.0.0.1,      8, 127.255.255.255, true",
    })
    void theBroadcastAddressHasAllOnesBehindThePrefixIfTheNetworkIsLargeEnough(
            String address, int prefix, String broadcast, boolean has) throws Exception {
        NetworkPlace place = place(address, prefix);

        assertThat(place.broadcast().getHostAddress()).isEqualTo(broadcast);
        assertThat(place.hasBroadcast()).isEqualTo(has);
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
    void allPlacesAreTheIpv4AddressesOfTheInterfacesThatAreUp() throws Exception {
        List<String> expected = new ArrayList<>();
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            if (each.isUp()) {
                each.inetAddresses()
                        .filter(Inet4Address.class::isInstance)
                        .forEach(address -> expected.add(each.getName() + " (" + address.getHostAddress() + ")"));
            }
        }

        assertThat(NetworkPlace.all().stream().map(NetworkPlace::text))
                .containsExactlyInAnyOrderElementsOf(expected)
                .contains("lo (127.0.0.1)");
        assertThat(NetworkPlace.all()).isSortedAccordingTo(Comparator.comparingInt(NetworkPlace::index));
    }

    @Test
    void anInterfaceThatIsNotThereAnyMoreIsSaidToBeGone() throws Exception {
        NetworkPlace gone =
                new NetworkPlace("gone0", 1_000_000, (Inet4Address) InetAddress.getByName("10.0.0.1"), 24, true);

        assertThatThrownBy(gone::networkInterface)
                .isInstanceOf(SocketException.class)
                .hasMessage("the interface gone0 is not there any more");
    }

    private static NetworkPlace place(String address, int prefix) throws Exception {
        return new NetworkPlace("eth0", 2, (Inet4Address) InetAddress.getByName(address), prefix, true);
    }
}
