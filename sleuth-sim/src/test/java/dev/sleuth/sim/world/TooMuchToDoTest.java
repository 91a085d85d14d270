package dev.sleuth.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.sim.journal.Entry.Called;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loads as fast as they are answered, multiples of that, and handlers with few threads, in virtual time. */
class TooMuchToDoTest {
    private static LoadSpec load(Pace pace, long from, long until) {
        return new LoadSpec(
                List.of(Story.CALLER), "echo", pace, Story.ms(from), Story.ms(until), 100, Story.ms(500), "GET");
    }

    private static long calls(Story story, Predicate<Called> which) {
        return story.all(Called.class, which).size();
    }

    private static Predicate<Called> planned(long from, long until) {
        return call -> call.planned() >= Story.ms(from) && call.planned() < Story.ms(until);
    }

    @Test
    void a_full_load_keeps_so_many_calls_under_way_and_no_more() {
        try (Story story = new Story(1)) {
            story.inflict(new Trouble.SlowHandlers(Story.ECHOES, Story.ms(50), false, Story.ms(9000)));
            story.world.load(load(new Pace.Full(4), 1000, 2000));
            story.until(3000);

            // Four at once, each for a little longer than 50 ms, for a second.
            assertThat(calls(story, call -> true)).isBetween(70L, 80L);
            assertThat(calls(story, planned(1000, 1050))).isEqualTo(4);
            assertThat(calls(story, planned(2000, 9000))).isZero();
        }
    }

    @Test
    void a_multiple_is_one_of_what_was_answered_well_in_the_second_half() {
        try (Story story = new Story(1)) {
            story.inflict(new Trouble.SlowHandlers(Story.ECHOES, Story.ms(50), false, Story.ms(9000)));
            story.world.load(load(new Pace.Full(4), 1000, 2000));
            story.world.load(load(new Pace.Times(1.5), 2100, 3100));
            story.until(4000);

            long before = calls(story, call -> call.at() >= Story.ms(1500) && call.at() < Story.ms(2000));
            assertThat(before).isBetween(36L, 40L);
            assertThat(calls(story, planned(2100, 3100))).isBetween(before * 3 - 1, before * 3 + 1);
        }
    }

    @Test
    void of_nothing_every_multiple_is_nothing() {
        try (Story story = new Story(1)) {
            story.inflict(new Trouble.FailingHandlers(Story.ECHOES, 1, Story.ms(9000)));
            story.world.load(load(new Pace.Full(2), 1000, 2000));
            story.world.load(load(new Pace.Times(3), 2000, 3000));
            story.until(4000);

            // A place is taken again only after a hundredth of a second.
            assertThat(calls(story, planned(1000, 2000))).isBetween(150L, 200L);
            assertThat(calls(story, planned(2000, 3000))).isZero();
        }
    }

    @Test
    void a_full_load_goes_on_after_its_caller_was_frozen_or_crashed() {
        try (Story story = new Story(1)) {
            story.world.load(load(new Pace.Full(2), 1000, 9000));
            story.until(2000);
            story.freeze(Story.CALLER, 300);
            story.until(3000);
            story.crash(Story.CALLER);
            story.until(4000);
            story.start(Story.CALLER);
            story.until(6000);

            assertThat(calls(story, planned(2400, 3000))).isPositive();
            assertThat(calls(story, planned(3000, 4000))).isZero();
            // It knows nobody in the beginning.
            assertThat(calls(story, planned(5000, 6000).and(call -> !call.failed())))
                    .isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_peer_does_as_much_at_once_as_it_has_threads_or_processors(boolean computing) {
        try (Story story = new Story(1)) {
            story.crash("echo-1");
            story.crash("echo-2");
            story.crash("echo-3");
            story.world.start(1, new PeerSpec("echo-4", "echo", null, 5));
            story.inflict(new Trouble.SlowHandlers(List.of("echo-4"), Story.ms(10), computing, Story.ms(99_000)));
            story.until(2000);
            story.load(300, 3000, 4000);
            story.world.load(load(new Pace.Rate(2000), 4000, 6000));
            story.until(9000);

            // Two processors do 200 in a second, five threads 500.
            long most = computing ? 200 : 500;
            assertThat(calls(
                            story, call -> !call.failed() && call.at() >= Story.ms(4500) && call.at() < Story.ms(5500)))
                    .isBetween(most * 97 / 100, most);
            assertThat(story.all(Called.class, Called::failed)).isNotEmpty().allMatch(call -> call.status() == 503);
            assertThat(story.all(Called.class)).allMatch(call -> call.at() - call.planned() < Story.ms(400));
            assertThat(story.all(Called.class, call -> call.status() == 503 && call.attempts() == 0))
                    .as("not even sent, and answered by nobody")
                    .isNotEmpty()
                    .allMatch(call -> call.by() == null && call.at() == call.planned());
        }
    }
}
