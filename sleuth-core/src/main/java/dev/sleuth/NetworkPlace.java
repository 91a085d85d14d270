package dev.sleuth;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One IPv4 address of one interface that is up: somewhere a peer may live. Two are equal if nothing about them has
 * changed, also not the interface itself behind the same name.
 *
 * @param name the interface's
 * @param index the system's number of the interface; another one of the same name has another
 * @param address the peer binds to it
 * @param prefix how many bits of the address name the network
 * @param multicast whether the interface can
 */
record NetworkPlace(String name, int index, Inet4Address address, int prefix, boolean multicast) {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    /** A network of two, or one, has no address left over that would reach everyone. */
    private static final int LONGEST_PREFIX_WITH_BROADCAST = 30;

    /**
     * All there are now, in the order of the interfaces' numbers. An interface without a carrier, such as one whose
     * cable is out or a bridge without members, does not count as up.
     *
     * @throws SocketException if they cannot be listed, also if there is none at all
     */
    static List<NetworkPlace> all() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .filter(NetworkPlace::isUp)
                .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
                .flatMap(NetworkPlace::places)
                .collect(Collectors.toUnmodifiableList());
    }

    private static boolean isUp(NetworkInterface candidate) {
        try {
            return candidate.isUp();
        } catch (SocketException gone) {
            return false;
        }
    }

    private static Stream<NetworkPlace> places(NetworkInterface networkInterface) {
        List<InterfaceAddress> addresses = new ArrayList<>(networkInterface.getInterfaceAddresses());
        // The JDK begins with the one that was added last. What was there first is what others know.
        Collections.reverse(addresses);
        return addresses.stream()
                .filter(each -> each.getAddress() instanceof Inet4Address)
                .map(each -> of(networkInterface, each));
    }

    private static NetworkPlace of(NetworkInterface networkInterface, InterfaceAddress address) {
        return new NetworkPlace(
                networkInterface.getName(),
                networkInterface.getIndex(),
                (Inet4Address) address.getAddress(),
                address.getNetworkPrefixLength(),
                canMulticast(networkInterface));
    }

    private static boolean canMulticast(NetworkInterface networkInterface) {
        try {
            // Linux says no of its loopback, and does it all the same.
            return networkInterface.supportsMulticast() || networkInterface.isLoopback();
        } catch (SocketException gone) {
            return false;
        }
    }

    /** @throws IOException if it is not there any more */
    NetworkInterface networkInterface() throws IOException {
        NetworkInterface found = NetworkInterface.getByIndex(index);
        if (found == null) {
            throw new SocketException("the interface " + name + " is not there any more");
        }
        return found;
    }

    /** The address in digits. */
    String host() {
        return address.getHostAddress();
    }

    boolean isLoopback() {
        return address.isLoopbackAddress();
    }

    /** Whether {@link #broadcast} is an address of its own. */
    boolean hasBroadcast() {
        return prefix <= LONGEST_PREFIX_WITH_BROADCAST;
    }

    /** The address that reaches everyone in this network. */
    InetAddress broadcast() {
        return at(bits(address) | ~mask());
    }

    /** Whether {@code other} is in this network: what comes from elsewhere is none of a peer's business. */
    boolean contains(InetAddress other) {
        return other instanceof Inet4Address there && (bits(there) & mask()) == (bits(address) & mask());
    }

    /** {@code eth1 (10.0.0.5)}. */
    String text() {
        return name + " (" + host() + ")";
    }

    private int mask() {
        return prefix == 0 ? 0 : -1 << (32 - prefix);
    }

    private static int bits(Inet4Address address) {
        return (int) INTS.get(address.getAddress(), 0);
    }

    private static InetAddress at(int bits) {
        try {
            return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(bits).array());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
