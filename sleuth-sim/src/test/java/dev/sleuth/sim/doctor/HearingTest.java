package dev.sleuth.sim.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.sim.doctor.Facts.Sighting;
import dev.sleuth.sim.doctor.Facts.Way;
import dev.sleuth.zre.Beacon;
import dev.sleuth.zre.PeerId;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HearingTest {
    private static final PeerId PROBE = new PeerId(1, 1);
    private static final PeerId OURS = new PeerId(1, 2);
    private static final PeerId OTHER = new PeerId(1, 3);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Hearing hearing = new Hearing(PROBE, Set.of(OURS));

    private boolean hear(long millis, PeerId id, int port, Way way) {
        return hearing.beacon(TimeUnit.MILLISECONDS.toNanos(millis), "eth0", "10.0.0.2", way, new Beacon(id, port));
    }

    @Test
    void beacons_are_counted_by_the_way_they_came_with_the_median_of_their_distances() {
        for (long at : new long[] {0, 50, 100, 350, 600, 850, 1500}) {
            assertThat(hear(at, OTHER, 4000, Way.MULTICAST)).isTrue();
        }
        hear(900, OTHER, 4000, Way.BROADCAST);
        assertThat(hearing.sightings(OTHER))
                .containsExactly(
                        new Sighting("eth0", "10.0.0.2", 4000, Way.MULTICAST, 7, Duration.ofMillis(250)),
                        new Sighting("eth0", "10.0.0.2", 4000, Way.BROADCAST, 1, null));
        assertThat(hearing.first(OTHER, 7)).isZero();
        assertThat(hearing.first(OURS, 7)).isEqualTo(7);
    }

    @Test
    void our_own_are_echoes_and_nobody_else() {
        hear(0, PROBE, 0, Way.MULTICAST);
        hear(1, PROBE, 0, Way.MULTICAST);
        hear(1, OURS, 4000, Way.MULTICAST);
        assertThat(hearing.peers()).isEmpty();
        assertThat(hearing.echoes("eth0", "10.0.0.2", Way.MULTICAST)).isEqualTo(2);
        assertThat(hearing.echoes("eth0", "10.0.0.2", Way.BROADCAST)).isZero();
        assertThat(hearing.echoes("eth1", "10.0.0.2", Way.MULTICAST)).isZero();
    }

    @Test
    void the_goodbye_of_a_stranger_is_nobody() {
        assertThat(hear(0, OTHER, 0, Way.MULTICAST)).isFalse();
        assertThat(hearing.peers()).isEmpty();
    }

    @Test
    void who_says_goodbye_or_falls_silent_is_gone_until_he_speaks_again() {
        hear(0, OTHER, 4000, Way.MULTICAST);
        assertThat(hearing.isGone(OTHER, SECOND - 1, SECOND)).isFalse();
        assertThat(hearing.isGone(OTHER, SECOND, SECOND)).isTrue();
        hear(500, OTHER, 0, Way.MULTICAST);
        assertThat(hearing.isGone(OTHER, SECOND / 2, SECOND)).isTrue();
        hear(600, OTHER, 4000, Way.MULTICAST);
        assertThat(hearing.isGone(OTHER, SECOND, SECOND)).isFalse();
    }

    @Test
    void strangers_without_number_are_not_all_remembered() {
        for (int i = 0; i < 3 * Hearing.MOST_PEERS; i++) {
            hear(i, new PeerId(2, i), 4000, Way.MULTICAST);
        }
        assertThat(hearing.peers()).hasSize(Hearing.MOST_PEERS);
    }
}
