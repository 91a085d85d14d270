package dev.sleuth.dashboard.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.dashboard.layout.Ring.Guest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RingTest {
    private static final List<Guest> GUESTS = List.of(
            new Guest("echo-1", "echo"),
            new Guest("echo-2", "echo"),
            new Guest("caller-1", Ring.CALLERS),
            new Guest("caller-2", Ring.CALLERS));

    @Test
    void callersAreOnTheLeftAndTheServiceTheyCallIsOnTheRight() {
        Ring ring = Ring.of(GUESTS);

        assertThat(place(ring, "caller-1").x()).isNegative();
        assertThat(place(ring, "caller-2").x()).isNegative();
        assertThat(place(ring, "echo-1").x()).isPositive();
        assertThat(place(ring, "echo-2").x()).isPositive();
    }

    @Test
    void aGroupIsReadDownwardsFromItsTitleOnEitherSide() {
        Ring ring = Ring.of(GUESTS);

        assertThat(List.of(
                        ring.titles().getOrDefault("echo", new Place(0, 9)).y(),
                        place(ring, "echo-1").y(),
                        place(ring, "echo-2").y()))
                .isSorted();
        assertThat(List.of(
                        ring.titles()
                                .getOrDefault(Ring.CALLERS, new Place(0, 9))
                                .y(),
                        place(ring, "caller-1").y(),
                        place(ring, "caller-2").y()))
                .isSorted();
    }

    @Test
    void theSameGuestsAreAlwaysAtTheSamePlaces() {
        assertThat(Ring.of(new ArrayList<>(GUESTS))).isEqualTo(Ring.of(GUESTS));
    }

    @Test
    void theOrderInWhichGroupsAreNamedDoesNotMatter() {
        List<Guest> others = List.of(GUESTS.get(2), GUESTS.get(0), GUESTS.get(3), GUESTS.get(1));

        assertThat(Ring.of(others)).isEqualTo(Ring.of(GUESTS));
    }

    @Test
    void nobodyStandsWhereSomebodyElseStands() {
        List<Guest> many = IntStream.range(0, 100)
                .mapToObj(i -> new Guest("peer-" + i, i % 7 == 0 ? Ring.CALLERS : "service-" + i % 7))
                .toList();

        Ring ring = Ring.of(many);

        List<Place> places = new ArrayList<>(ring.peers().values());
        places.addAll(ring.titles().values());
        assertThat(places).hasSize(107);
        for (int i = 0; i < places.size(); i++) {
            for (int k = 0; k < i; k++) {
                assertThat(distance(places.get(i), places.get(k))).isGreaterThan(0.04);
            }
        }
    }

    @Test
    void nobodyIsPlacedWhereNobodyIs() {
        assertThat(Ring.of(List.of()).peers()).isEmpty();
    }

    private static double distance(Place one, Place other) {
        return Math.hypot(one.x() - other.x(), one.y() - other.y());
    }

    private static Place place(Ring ring, String id) {
        return ring.peers().getOrDefault(id, new Place(0, 0));
    }
}
