package dev.sleuth.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.rpc.Member;
import dev.sleuth.rpc.Observation;
import dev.sleuth.zre.Endpoint;
import dev.sleuth.zre.PeerId;
import org.junit.jupiter.api.Test;

class UnansweringTest {
    private final Unanswering unanswering = new Unanswering();

    @Test
    void who_sends_beacons_and_never_answers_gets_one_line_however_often_it_does() {
        beacon(1);
        beacon(1);
        assertThat(unanswering.lines())
                .containsExactly("sleuth: " + id(1) + " sends beacons but does not answer, so it is not listed: why 1");
    }

    @Test
    void who_has_answered_in_the_end_gets_none() {
        beacon(1);
        unanswering.accept(new Observation.Entered(0, new Member(id(1), "tea", "1.2", new Endpoint("10.0.0.1", 5), 0)));
        assertThat(unanswering.lines()).isEmpty();
    }

    @Test
    void what_is_rejected_for_another_reason_gets_none() {
        unanswering.accept(new Observation.Rejected(0, id(1), "gap", "why"));
        unanswering.accept(new Observation.Rejected(0, null, "no-hello", "why"));
        assertThat(unanswering.lines()).isEmpty();
    }

    @Test
    void so_many_that_they_do_not_fit_on_a_screen_are_counted() {
        for (int number = 1; number <= 13; number++) {
            beacon(number);
        }
        assertThat(unanswering.lines())
                .hasSize(11)
                .last()
                .isEqualTo("sleuth: and so do others, of whom 3 more beacons came");
    }

    private void beacon(int number) {
        unanswering.accept(new Observation.Rejected(0, id(number), "no-hello", "why " + number));
    }

    private static PeerId id(int number) {
        return PeerId.parse("%032X".formatted(number));
    }
}
