package dev.sleuth.sim.world;

import static dev.sleuth.sim.world.Story.ALL;
import static dev.sleuth.sim.world.Story.ms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.sim.journal.Entry;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happened: when it is over, everyone sees everyone. The seed tells the story again. */
class RandomFaultsTest {
    private static final int FAULTS_UNTIL = 14_000;
    private static final int CALM_FROM = 19_000;
    private static final int END = 22_000;

    private final Set<String> down = new TreeSet<>();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1, 2, 3, 15, 23, 28, 33, 60, 63, 91, 94})
    void afterAllFaultsEveryoneSeesEveryoneAndNoCallFails(long seed) {
        Story story = new Story(seed);
        try (story) {
            story.load(100, 500, END - 1000);
            faults(story, new Random(seed));
            down.forEach(story::start);
            story.until(END);
        }

        for (String peer : ALL) {
            assertThat(story.seenBy(peer)).as("seen by %s", peer).hasSize(ALL.size() - 1);
        }
        assertThat(story.all(Entry.Exited.class))
                .as("the faults are not those of the protocol")
                .isNotEmpty()
                .noneMatch(exit -> Set.of("gap", "malformed", "full").contains(exit.cause()));
        assertThat(story.all(Entry.Exited.class, exit -> exit.at() > ms(CALM_FROM)))
                .isEmpty();
        assertThat(story.all(Entry.Called.class, call -> call.planned() > ms(CALM_FROM)))
                .isNotEmpty()
                .noneMatch(Entry.Called::failed);
    }

    private void faults(Story story, Random random) {
        long[] thaws = new long[ALL.size()];
        for (int time = 500; time < FAULTS_UNTIL; time += random.nextInt(700)) {
            story.until(time);
            int index = random.nextInt(ALL.size());
            String peer = ALL.get(index);
            int what = random.nextInt(6);
            if (down.remove(peer)) {
                story.start(peer);
            } else if (what == 0) {
                story.crash(peer);
                down.add(peer);
                thaws[index] = 0;
            } else if (what == 1) {
                story.loseBeacons(random.nextDouble() * 0.9, 1000);
            } else if (thaws[index] > time) {
                continue;
            } else if (what == 2) {
                story.leave(peer);
                down.add(peer);
            } else {
                // Half of them about as long as the others bear.
                int lasts = random.nextBoolean() ? 600 + random.nextInt(700) : 1 + random.nextInt(2500);
                story.freeze(peer, lasts);
                thaws[index] = time + lasts;
            }
        }
    }
}
