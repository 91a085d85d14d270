package dev.sleuth;

import java.net.SocketException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What interfaces this machine has. One look costs about 20 µs for each of them, and all peers of a JVM look every
 * second: they share what one of them saw.
 */
final class Surroundings {
    private static final Logger LOG = LoggerFactory.getLogger(Surroundings.class);

    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static @Nullable Surroundings last;

    private final List<NetworkPlace> places;
    private final long seen;

    private Surroundings(List<NetworkPlace> places, long seen) {
        this.places = places;
        this.seen = seen;
    }

    /** As they are now; empty if there is none. */
    static synchronized List<NetworkPlace> now() {
        Surroundings seen = new Surroundings(look(), System.nanoTime());
        last = seen;
        return seen.places;
    }

    /** As they are now, or were at most a fifth of a second ago. */
    static synchronized List<NetworkPlace> lately() {
        Surroundings known = last;
        return known == null || System.nanoTime() - known.seen > FRESH_NANOS ? now() : known.places;
    }

    /** One that goes away while it is looked at may spoil the look, but hardly two in a row. */
    private static List<NetworkPlace> look() {
        try {
            return NetworkPlace.all();
        } catch (SocketException spoilt) {
            try {
                return NetworkPlace.all();
            } catch (SocketException none) {
                LOG.debug("no interfaces: {}", none.toString());
                return List.of();
            }
        }
    }
}
