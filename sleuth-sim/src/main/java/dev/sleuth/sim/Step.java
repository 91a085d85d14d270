package dev.sleuth.sim;

import dev.sleuth.sim.world.World;

/**
 * Something that is done to the peers at a time. A new kind of step is one file, with its {@link Kind}, and that kind's
 * place in the table of {@link ScenarioReader}.
 */
public interface Step {
    /** From 1, in the order of the file. */
    int number();

    /** When, in nanoseconds since the start. */
    long at();

    /** What happens, as a sentence: {@code echo-1 crashes}. */
    String story();

    /** Whether it does harm, so that a run in which it hit nothing has shown nothing. */
    boolean fault();

    /** Does it. */
    void apply(World world);
}
