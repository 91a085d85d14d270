package dev.sleuth.sim;

import dev.sleuth.sim.journal.Journal;
import java.util.List;

/**
 * What a scenario expects. A new kind of expectation is one file, with its {@link Kind}, and that kind's place in the
 * table of {@link ScenarioReader}.
 */
public interface Expectation {
    /**
     * Judges a run by its journal alone; pure. One that had nothing to judge (no calls, no survivor) falls short and
     * says so.
     *
     * @return at least one finding
     */
    List<Finding> check(Journal journal);
}
