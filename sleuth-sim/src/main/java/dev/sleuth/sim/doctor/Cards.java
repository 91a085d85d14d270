package dev.sleuth.sim.doctor;

import dev.sleuth.sim.doctor.Facts.Address;
import dev.sleuth.sim.doctor.Facts.Card;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collection;
import java.util.List;

/** The interfaces of this host. */
final class Cards {
    private Cards() {}

    /** @param used the addresses that a peer would live at */
    static List<Card> look(Collection<String> used) {
        try {
            return NetworkInterface.networkInterfaces()
                    .map(card -> card(card, used))
                    .toList();
        } catch (SocketException none) {
            return List.of(); // What a host without any answers.
        }
    }

    private static Card card(NetworkInterface card, Collection<String> used) {
        List<Address> addresses = card.getInterfaceAddresses().stream()
                .filter(address -> address.getAddress() instanceof Inet4Address)
                .map(address -> {
                    String host = address.getAddress().getHostAddress();
                    return new Address(host, address.getNetworkPrefixLength(), used.contains(host));
                })
                .toList();
        try {
            return new Card(
                    card.getName(),
                    card.isUp(),
                    card.isLoopback(),
                    card.supportsMulticast(),
                    card.isPointToPoint(),
                    addresses);
        } catch (SocketException gone) {
            return new Card(card.getName(), false, false, false, false, addresses);
        }
    }
}
