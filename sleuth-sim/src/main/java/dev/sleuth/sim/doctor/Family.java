package dev.sleuth.sim.doctor;

import dev.sleuth.sim.doctor.Facts.Heard;
import dev.sleuth.sim.doctor.Facts.Sighting;
import dev.sleuth.sim.doctor.Facts.Way;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * Which implementation a peer is, judged by its beacons alone: the only thing in which the families differ on the wire.
 * Peers of this library beacon both ways, four times a second; Go peers by multicast and C peers by broadcast, once a
 * second. Whoever does anything else may be anybody.
 */
enum Family {
    JAVA("sleuth for Java"),
    GO("Go (Gyre)"),
    C("C or Node.js (Zyre)"),
    UNKNOWN("of an unknown family");

    private static final Duration QUICK = Duration.ofMillis(600);
    private static final Duration SLOW_FROM = Duration.ofMillis(700);
    private static final Duration SLOW_TO = Duration.ofMillis(1500);

    private final String text;

    Family(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    static Family of(Heard peer) {
        boolean multicast = came(peer, Way.MULTICAST);
        boolean broadcast = came(peer, Way.BROADCAST);
        if (multicast && broadcast) {
            return JAVA;
        }
        Optional<Duration> every = peer.sightings().stream()
                .map(Sighting::every)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder());
        if (every.isEmpty()) {
            return UNKNOWN;
        } else if (every.get().compareTo(QUICK) <= 0) {
            return JAVA; // Of which only one way arrives.
        } else if (every.get().compareTo(SLOW_FROM) >= 0 && every.get().compareTo(SLOW_TO) <= 0) {
            return multicast ? GO : C;
        }
        return UNKNOWN;
    }

    static boolean came(Heard peer, Way way) {
        return peer.sightings().stream().anyMatch(sighting -> sighting.way() == way);
    }
}
