package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WayTest {
    @ParameterizedTest
    @CsvSource({
        // The system's choice is ours.
        "10.1.0.9,   10.1.0.5,   10.1.0.5, false",
        // It would take an address that was not chosen: the place in the peer's network is taken instead.
        "10.1.0.9,   10.1.0.77,  10.1.0.5, true",
        "10.0.0.9,   192.0.2.2,  10.0.0.5, true",
        // It knows no way.
        "10.1.0.9,   '',         10.1.0.5, true",
        // A peer in none of our networks.
        "192.0.2.9,  192.0.2.2,  10.0.0.5, true",
        "192.0.2.9,  10.1.0.5,   10.1.0.5, false",
    })
    void aPeerIsSpokenToFromTheAddressThatFacesItIfThatIsOneOfOurs(
            String remote, String bySystem, String host, boolean pinned) throws Exception {
        List<NetworkPlace> places = List.of(place("eth0", "10.0.0.5"), place("eth1", "10.1.0.5"));

        assertThat(Way.among(places, InetAddress.getByName(remote), bySystem)).isEqualTo(new Way(host, pinned));
    }

    private static NetworkPlace place(String name, String address) throws Exception {
        return new NetworkPlace(name, 2, (Inet4Address) InetAddress.getByName(address), 24, true);
    }
}
