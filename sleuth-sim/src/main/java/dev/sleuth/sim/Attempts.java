package dev.sleuth.sim;

import dev.sleuth.sim.Verdict.Result;
import dev.sleuth.sim.journal.Journal;
import dev.sleuth.sim.world.World;
import java.util.function.Consumer;
import java.util.function.Function;

/** Runs a scenario, and again, up to twice, while the machine itself stands still for too long to tell anything. */
public final class Attempts {
    /** How many runs there are at most. */
    public static final int MOST = 3;

    private final Scenario scenario;
    private final String world;
    private final Function<Journal, World> worlds;

    /**
     * @param world the name of the world, for reports: {@code virtual}
     * @param worlds makes a fresh world that writes to the given, empty journal; asked once per attempt
     */
    public Attempts(Scenario scenario, String world, Function<Journal, World> worlds) {
        this.scenario = scenario;
        this.world = world;
        this.worlds = worlds;
    }

    /**
     * Runs until a run is conclusive or three were not, and returns the last one.
     *
     * @param begin told the empty journal of each attempt before its world is made: the place to listen to it
     */
    public Run run(Consumer<Journal> begin) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Journal journal = new Journal();
            begin.accept(journal);
            Verdict verdict = new Runner(scenario, worlds.apply(journal), journal).run();
            if (verdict.result() != Result.INCONCLUSIVE || attempt == MOST) {
                return new Run(scenario, world, verdict, journal, attempt);
            }
        }
    }
}
