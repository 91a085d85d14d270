package dev.sleuth.sim;

import dev.sleuth.sim.journal.Journal;

/**
 * A run that has ended, and all that reports need of it.
 *
 * @param world the name of the world: {@code virtual}
 * @param attempts how many runs it took: more than 1 if the machine stood still
 */
public record Run(Scenario scenario, String world, Verdict verdict, Journal journal, int attempts) {}
