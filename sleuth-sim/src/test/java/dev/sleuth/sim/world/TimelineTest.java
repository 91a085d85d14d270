package dev.sleuth.sim.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private final Timeline timeline = new Timeline();
    private final List<String> happened = new ArrayList<>();

    private void plan(long at, String what) {
        timeline.at(at, () -> happened.add(what + " at " + timeline.now()));
    }

    @Test
    void eventsHappenInOrderOfTimeAndThoseOfOneTimeInOrderOfPlanning() {
        plan(20, "d");
        plan(10, "a");
        plan(10, "b");
        plan(10, "c");
        timeline.runUntil(30);

        assertThat(happened).containsExactly("a at 10", "b at 10", "c at 10", "d at 20");
        assertThat(timeline.now()).isEqualTo(30);
    }

    @Test
    void whatIsPlannedForTheEndHappensAndWhatIsPlannedForLaterWaits() {
        plan(10, "end");
        plan(11, "later");
        timeline.runUntil(10);
        assertThat(happened).containsExactly("end at 10");

        timeline.runUntil(11);
        assertThat(happened).endsWith("later at 11");
    }

    @Test
    void whatComesOfAnEventHappensToo() {
        timeline.at(5, () -> timeline.in(0, () -> timeline.in(3, () -> plan(timeline.now(), "third"))));
        timeline.runUntil(8);

        assertThat(happened).containsExactly("third at 8");
    }

    @Test
    void nothingIsPlannedForThePast() {
        timeline.runUntil(10);

        assertThatThrownBy(() -> plan(9, "late"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10 ns");
        assertThatThrownBy(() -> timeline.runUntil(9)).isInstanceOf(IllegalArgumentException.class);
    }
}
