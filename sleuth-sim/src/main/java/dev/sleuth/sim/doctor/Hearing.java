package dev.sleuth.sim.doctor;

import dev.sleuth.sim.doctor.Facts.Sighting;
import dev.sleuth.sim.doctor.Facts.Way;
import dev.sleuth.zre.Beacon;
import dev.sleuth.zre.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps account of the beacons that come in. Times are in nanoseconds of one monotonic clock. For one thread. */
final class Hearing {
    /** A stranger could invent more than can be of use to anybody. */
    static final int MOST_PEERS = 1024;

    private static final int MOST_GAPS = 10_000;
    private static final int GAPS_FOR_A_MEDIAN = 2;

    private record Track(@Nullable String card, String host, int port, Way way) {}

    private static final class Trail {
        private int count;
        private long last;
        private final List<Long> gaps = new ArrayList<>();

        private void add(long now) {
            if (count > 0 && gaps.size() < MOST_GAPS) {
                gaps.add(now - last);
            }
            count++;
            last = now;
        }

        private @Nullable Duration every() {
            if (gaps.size() < GAPS_FOR_A_MEDIAN) {
                return null;
            }
            List<Long> sorted = gaps.stream().sorted().toList();
            return Duration.ofNanos(sorted.get(sorted.size() / 2));
        }
    }

    /** Everything about one peer. */
    private static final class Dossier {
        private final long first;
        private long last;
        private boolean saidGoodbye;
        private final Map<Track, Trail> trails = new LinkedHashMap<>();

        private Dossier(long first) {
            this.first = first;
        }
    }

    private final PeerId probe;
    private final Set<PeerId> ours;
    private final Map<PeerId, Dossier> dossiers = new LinkedHashMap<>();
    private final Map<Track, Integer> echoes = new LinkedHashMap<>();

    /**
     * @param probe whose beacons are counted as echoes
     * @param ours whose beacons are passed over
     */
    Hearing(PeerId probe, Set<PeerId> ours) {
        this.probe = probe;
        this.ours = ours;
    }

    /** Returns whether it is from somebody else who is there. */
    boolean beacon(long now, @Nullable String card, String host, Way way, Beacon beacon) {
        if (beacon.peer().equals(probe)) {
            echoes.merge(new Track(card, host, 0, way), 1, Integer::sum);
            return false;
        } else if (ours.contains(beacon.peer())) {
            return false;
        }
        Dossier dossier = dossiers.get(beacon.peer());
        if (beacon.port() == 0) {
            if (dossier != null) {
                dossier.saidGoodbye = true;
            }
            return false;
        }
        if (dossier == null) {
            if (dossiers.size() >= MOST_PEERS) {
                return false;
            }
            dossier = new Dossier(now);
            dossiers.put(beacon.peer(), dossier);
        }
        dossier.last = now;
        dossier.saidGoodbye = false;
        dossier.trails
                .computeIfAbsent(new Track(card, host, beacon.port(), way), track -> new Trail())
                .add(now);
        return true;
    }

    int echoes(@Nullable String card, String host, Way way) {
        return echoes.getOrDefault(new Track(card, host, 0, way), 0);
    }

    List<PeerId> peers() {
        return List.copyOf(dossiers.keySet());
    }

    List<Sighting> sightings(PeerId id) {
        List<Sighting> sightings = new ArrayList<>();
        Dossier dossier = dossiers.get(id);
        if (dossier != null) {
            dossier.trails.forEach((track, trail) -> sightings.add(
                    new Sighting(track.card, track.host, track.port, track.way, trail.count, trail.every())));
        }
        return sightings;
    }

    /** When it was heard first; {@code otherwise} if never. */
    long first(PeerId id, long otherwise) {
        Dossier dossier = dossiers.get(id);
        return dossier == null ? otherwise : dossier.first;
    }

    /** Whether it said goodbye, or has not been heard for {@code silence} nanoseconds after having been heard. */
    boolean isGone(PeerId id, long now, long silence) {
        Dossier dossier = dossiers.get(id);
        return dossier != null && (dossier.saidGoodbye || now - dossier.last >= silence);
    }
}
