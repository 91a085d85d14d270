package dev.sleuth.sim;

import dev.sleuth.sim.world.PeerSpec;
import dev.sleuth.sim.world.World;
import java.util.List;

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

    /** Who starts by it, and is not there from the start. */
    default List<PeerSpec> newcomers() {
        return List.of();
    }

    /** Does it. */
    void apply(World world);
}
