package dev.sleuth.sim.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.sim.doctor.Facts.Heard;
import dev.sleuth.sim.doctor.Facts.Outcome;
import dev.sleuth.sim.doctor.Facts.Sighting;
import dev.sleuth.sim.doctor.Facts.Way;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FamilyTest {
    @ParameterizedTest
    @CsvSource({
        // by multicast and by broadcast: every so many milliseconds
        "250, 250, JAVA",
        "2000, 2000, JAVA",
        "250, , JAVA",
        ", 250, JAVA",
        "1000, , GO",
        "990, , GO",
        ", 1000, C",
        ", 1040, C",
        "5000, , UNKNOWN",
        ", 5000, UNKNOWN",
        ", , UNKNOWN"
    })
    void it_is_judged_by_how_and_how_often_a_peer_beacons(
            @Nullable Integer multicast, @Nullable Integer broadcast, Family family) {
        List<Sighting> sightings = new ArrayList<>();
        if (multicast != null) {
            sightings.add(Ward.sighting("eth0", "10.0.0.2", Way.MULTICAST, multicast));
        }
        if (broadcast != null) {
            sightings.add(Ward.sighting("eth0", "10.0.0.2", Way.BROADCAST, broadcast));
        }
        Heard peer = Ward.heard(2, sightings, Outcome.ANSWERS, null);
        assertThat(Family.of(peer)).isEqualTo(family);
    }

    @ParameterizedTest
    @CsvSource({"MULTICAST", "BROADCAST"})
    void too_few_beacons_tell_nothing(Way way) {
        Sighting few = new Sighting("eth0", "10.0.0.2", 4000, way, 2, null);
        assertThat(Family.of(new Heard(Ward.id(2), List.of(few), List.of(), null, Duration.ofSeconds(5), false)))
                .isEqualTo(Family.UNKNOWN);
    }
}
