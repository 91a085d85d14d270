package dev.sleuth;

import dev.sleuth.rpc.SleuthException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a peer lives: one IPv4 address of one interface.
 *
 * @param networkInterface the interface
 * @param address its address, which the peer binds to
 * @param prefix how many bits of it name the network
 */
record NetworkPlace(NetworkInterface networkInterface, Inet4Address address, int prefix) {

    /**
     * The place with this interface name or address.
     *
     * @param wanted null for the first interface that is up, can multicast and is not loopback; loopback if there is
     *     none
     * @throws SleuthException 907 if there is no such place
     */
    static NetworkPlace find(@Nullable String wanted) {
        List<NetworkPlace> places = all();
        if (wanted == null) {
            return places.stream()
                    .filter(place -> !place.address.isLoopbackAddress())
                    .findFirst()
                    .or(() -> places.stream().findFirst())
                    .orElseThrow(() -> none("no interface is up that has an IPv4 address and can multicast"));
        }
        Predicate<NetworkPlace> matches = place ->
                place.networkInterface.getName().equals(wanted) || place.host().equals(wanted);
        return places.stream()
                .filter(matches)
                .findFirst()
                .orElseThrow(() ->
                        none("no interface \"" + wanted + "\" is up with an IPv4 address; there are " + list(places)));
    }

    private static SleuthException none(String why) {
        return new SleuthException(SleuthException.INTERFACE, why);
    }

    private static String list(List<NetworkPlace> places) {
        return places.stream()
                .map(place -> place.networkInterface.getName() + " (" + place.host() + ")")
                .collect(Collectors.joining(", "));
    }

    private static List<NetworkPlace> all() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(NetworkPlace::usable)
                    .flatMap(each -> each.getInterfaceAddresses().stream()
                            .filter(address -> address.getAddress() instanceof Inet4Address)
                            .map(address -> of(each, address)))
                    .collect(Collectors.toList());
        } catch (SocketException cannot) {
            throw new SleuthException(
                    List.of(SleuthException.INTERFACE),
                    "the interfaces cannot be listed: " + cannot.getMessage(),
                    cannot);
        }
    }

    private static NetworkPlace of(NetworkInterface networkInterface, InterfaceAddress address) {
        return new NetworkPlace(
                networkInterface, (Inet4Address) address.getAddress(), address.getNetworkPrefixLength());
    }

    private static boolean usable(NetworkInterface candidate) {
        try {
            return candidate.isUp() && (candidate.supportsMulticast() || candidate.isLoopback());
        } catch (SocketException gone) {
            return false;
        }
    }

    /** The address in digits. */
    String host() {
        return address.getHostAddress();
    }

    boolean isLoopback() {
        return address.isLoopbackAddress();
    }

    /** The address that reaches everyone in this network. */
    InetAddress broadcast() {
        return at(bits(address) | ~mask());
    }

    /** Whether {@code other} is in this network: what comes from elsewhere is none of a peer's business. */
    boolean contains(InetAddress other) {
        return other instanceof Inet4Address there && (bits(there) & mask()) == (bits(address) & mask());
    }

    private int mask() {
        return prefix == 0 ? 0 : -1 << (32 - prefix);
    }

    private static int bits(Inet4Address address) {
        return ByteBuffer.wrap(address.getAddress()).getInt();
    }

    private static InetAddress at(int bits) {
        try {
            return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(bits).array());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
