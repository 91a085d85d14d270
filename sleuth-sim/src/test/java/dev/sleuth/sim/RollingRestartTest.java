package dev.sleuth.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Journal;
import dev.sleuth.sim.world.VirtualWorld;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped scenario; CI runs it on real sockets, too. */
class RollingRestartTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void no_call_is_lost_while_all_replicas_are_restarted(long seed) throws Exception {
        Scenario scenario = ScenarioReader.read(Path.of("..", "scenarios", "rolling-restart.yaml"));
        Journal journal = new Journal();

        Verdict verdict = new Runner(scenario, new VirtualWorld(seed, journal), journal).run();

        assertThat(verdict.findings()).isNotEmpty().allMatch(Finding::passed);
        assertThat(journal.entries())
                .filteredOn(Entry.Called.class::isInstance)
                .hasSizeGreaterThanOrEqualTo(10_000)
                .noneMatch(call -> ((Entry.Called) call).failed());
    }
}
