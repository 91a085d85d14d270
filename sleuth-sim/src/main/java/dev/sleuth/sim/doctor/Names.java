package dev.sleuth.sim.doctor;

import dev.sleuth.sim.doctor.Facts.Heard;
import dev.sleuth.sim.doctor.Facts.Reach;
import dev.sleuth.sim.doctor.Facts.Sighting;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How peers are called in sentences. */
final class Names {
    private static final int MOST = 3;

    private Names() {}

    /** {@code peer 0D6413 (10.0.0.2)}, or {@code 3 peers (0D6413 at 10.0.0.2, ..)}. */
    static String of(List<Heard> peers) {
        if (peers.size() == 1) {
            return "peer " + one(peers.get(0));
        }
        String some = peers.stream().limit(MOST).map(Names::one).collect(Collectors.joining(", "));
        return peers.size() + " peers: " + some + (peers.size() > MOST ? " and others" : "") + ",";
    }

    static String one(Heard peer) {
        return peer.id().name() + " at " + where(peer);
    }

    private static String where(Heard peer) {
        Stream<String> beacons = peer.sightings().stream().map(Sighting::host);
        Stream<String> tried = peer.reaches().stream().map(Reach::host);
        Stream<String> hello = peer.greeting() == null
                ? Stream.of()
                : Stream.of(peer.greeting().from());
        return Stream.concat(Stream.concat(beacons, tried), hello).findFirst().orElse("an unknown address");
    }

    static String capital(String sentence) {
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }
}
