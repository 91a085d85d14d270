package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sleuth.rpc.SleuthException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InterfaceChoiceTest {
    private static final NetworkPlace LO = place("lo", 1, "127.0.0.1", 8, true);
    private static final NetworkPlace ETH0 = place("eth0", 2, "10.0.0.5", 24, true);
    /** A second address in the same network, as virtual addresses of failover pairs are. */
    private static final NetworkPlace ETH0_VIRTUAL = place("eth0", 2, "10.0.0.100", 24, true);

    private static final NetworkPlace ETH0_OTHER_NETWORK = place("eth0", 2, "10.9.0.5", 24, true);
    private static final NetworkPlace ETH1 = place("eth1", 3, "10.1.0.5", 24, true);
    private static final NetworkPlace TUNNEL = place("tun0", 4, "10.8.0.6", 32, false);
    private static final List<NetworkPlace> THERE = List.of(LO, ETH0, ETH0_VIRTUAL, ETH0_OTHER_NETWORK, ETH1, TUNNEL);

    @ParameterizedTest
    @CsvSource({
        "eth1,                    eth1 (10.1.0.5)",
        "10.1.0.5,                eth1 (10.1.0.5)",
        "lo,                      lo (127.0.0.1)",
        "'eth1,lo',               'eth1 (10.1.0.5), lo (127.0.0.1)'",
        "'eth1,10.1.0.5,eth1',    eth1 (10.1.0.5)",
        "eth0,                    'eth0 (10.0.0.5), eth0 (10.9.0.5)'",
        "10.0.0.100,              eth0 (10.0.0.100)",
        "tun0,                    tun0 (10.8.0.6)",
        "*,                       'eth0 (10.0.0.5), eth0 (10.9.0.5), eth1 (10.1.0.5)'",
        "'*,lo',                  'eth0 (10.0.0.5), eth0 (10.9.0.5), eth1 (10.1.0.5), lo (127.0.0.1)'",
    })
    void namesAddressesSeveralAndAllAreTaken(String wanted, String chosen) {
        assertThat(text(configured(wanted).atStart(THERE))).isEqualTo(chosen);
    }

    @Test
    void whoNamesNoneLivesOnAllThatCanMulticastAndOnLoopbackOnlyIfThereIsNoOther() {
        InterfaceChoice none = InterfaceChoice.of(List.of(), name -> null);

        assertThat(none.atStart(List.of(ETH0, LO, TUNNEL, ETH1))).containsExactly(ETH0, ETH1);
        assertThat(none.atStart(List.of(LO, TUNNEL))).containsExactly(LO);
        assertThatThrownBy(() -> none.atStart(List.of(TUNNEL)))
                .hasMessageContaining("no interface is up that has an IPv4 address and can multicast");
    }

    @Test
    void theEnvironmentDecidesForWhoNamesNoneInTheOrderOfTheFamilies() {
        Map<String, String> all =
                Map.of("SLEUTH_INTERFACE", " eth7,eth8 ", "BEACON_INTERFACE", "eth1", "ZSYS_INTERFACE", "*");
        Map<String, String> others = Map.of("SLEUTH_INTERFACE", " ", "BEACON_INTERFACE", "eth1", "ZSYS_INTERFACE", "*");

        assertThat(InterfaceChoice.of(List.of("lo"), all::get)).isEqualTo(new InterfaceChoice(List.of("lo"), null));
        assertThat(InterfaceChoice.of(List.of(), all::get))
                .isEqualTo(new InterfaceChoice(List.of("eth7", "eth8"), "SLEUTH_INTERFACE"));
        assertThat(InterfaceChoice.of(List.of(), others::get))
                .isEqualTo(new InterfaceChoice(List.of("eth1"), "BEACON_INTERFACE"));
        assertThat(InterfaceChoice.of(List.of(), Map.of("ZSYS_INTERFACE", "*")::get))
                .isEqualTo(new InterfaceChoice(List.of("*"), "ZSYS_INTERFACE"));
        assertThat(InterfaceChoice.of(List.of(), name -> null)).isEqualTo(new InterfaceChoice(List.of("*"), null));
    }

    @Test
    void aNamedInterfaceThatIsNotThereIsRefusedWithThoseThatAre() {
        assertThatThrownBy(() -> configured("eth1,nowhere0").atStart(List.of(ETH0, ETH1)))
                .isInstanceOfSatisfying(
                        SleuthException.class,
                        failure -> assertThat(failure.trace()).containsExactly(SleuthException.INTERFACE))
                .hasMessageContaining("no interface \"nowhere0\" is up with an IPv4 address;"
                        + " there are eth0 (10.0.0.5), eth1 (10.1.0.5)");
    }

    @Test
    void aRefusalOfWhatTheEnvironmentNamesSaysWhichVariable() {
        InterfaceChoice choice = InterfaceChoice.of(List.of(), Map.of("ZSYS_INTERFACE", "eth9")::get);

        assertThatThrownBy(() -> choice.atStart(THERE))
                .hasMessageContaining("\"eth9\"")
                .hasMessageContaining("(the environment's ZSYS_INTERFACE names it)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1", "fe80::1%eth0", "2001:db8::5", "::ffff:10.0.0.5"})
    void anIpv6AddressIsRefusedWithTheReason(String address) {
        assertThatThrownBy(() -> configured(address).atStart(THERE))
                .isInstanceOfSatisfying(
                        SleuthException.class,
                        failure -> assertThat(failure.trace()).containsExactly(SleuthException.INTERFACE))
                .hasMessageContaining("sleuth speaks IPv4 only, and \"" + address + "\" is an IPv6 address");
    }

    @Test
    void anAliasWithAColonIsNoIpv6Address() {
        NetworkPlace alias = place("eth0:1", 9, "10.2.0.1", 24, true);

        assertThat(configured("eth0:1").atStart(List.of(LO, alias))).containsExactly(alias);
    }

    @Test
    void aNamedInterfaceThatVanishesLeavesTheOthersAndMayLeaveNone() {
        assertThat(configured("eth0,eth1").among(List.of(LO, ETH1))).containsExactly(ETH1);
        assertThat(configured("eth0").among(List.of(LO, ETH1))).isEmpty();
    }

    private static InterfaceChoice configured(String wanted) {
        return InterfaceChoice.of(InterfaceChoice.split(wanted), name -> null);
    }

    private static String text(List<NetworkPlace> places) {
        return places.stream().map(NetworkPlace::text).collect(Collectors.joining(", "));
    }

    private static NetworkPlace place(String name, int index, String address, int prefix, boolean multicast) {
        try {
            return new NetworkPlace(name, index, (Inet4Address) InetAddress.getByName(address), prefix, multicast);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
