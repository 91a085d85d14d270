package dev.sleuth;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where datagrams come from. The same few hosts send most of them, so what is known of a host is kept. One thread's.
 */
final class Sources {
    /**
     * An address that sends.
     *
     * @param host the address in digits
     * @param near whether it is in one of the networks that we are in
     */
    record Source(InetAddress address, String host, boolean near) {}

    /** A power of two. The hosts of one network of up to so many do not crowd each other out. */
    static final int MOST_KEPT = 256;

    private final List<NetworkPlace> places;
    private final @Nullable Source[] kept = new Source[MOST_KEPT];

    Sources(List<NetworkPlace> places) {
        this.places = places;
    }

    Source of(InetAddress address) {
        int slot = address.hashCode() & (MOST_KEPT - 1);
        Source source = kept[slot];
        if (source == null || !source.address.equals(address)) {
            source = new Source(address, address.getHostAddress(), isNear(address));
            kept[slot] = source;
        }
        return source;
    }

    /**
     * The wildcard also hears what comes in on interfaces that are none of ours. A Go peer on loopback may beacon from
     * another address of this host, where it does not listen: it is not dialled there, but found by the HELLO that it
     * answers our beacon with.
     */
    private boolean isNear(InetAddress address) {
        return places.stream().anyMatch(place -> place.contains(address));
    }
}
