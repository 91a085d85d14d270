package dev.sleuth.sim;

import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Journal;
import dev.sleuth.sim.world.LoadSpec;
import dev.sleuth.sim.world.PeerSpec;
import dev.sleuth.sim.world.World;

/** Plays a scenario in a world, once: starts the peers and the load, takes each step at its time, ends everybody. */
public final class Runner {
    private final Scenario scenario;
    private final World world;
    private final Journal journal;

    /**
     * @param world fresh, and writing to {@code journal}; it is closed at the end, also if the run fails
     * @param journal empty
     */
    public Runner(Scenario scenario, World world, Journal journal) {
        this.scenario = scenario;
        this.world = world;
        this.journal = journal;
    }

    /** Runs it to the end; to be called once. */
    public Verdict run() throws InterruptedException {
        try (world) {
            for (PeerSpec peer : scenario.present()) {
                world.start(0, peer);
            }
            for (LoadSpec load : scenario.load()) {
                world.load(load);
            }
            for (Step step : scenario.steps()) {
                world.advance(step.at());
                journal.append(new Entry.Stepped(step.at(), step.number(), step.story()));
                step.apply(world);
            }
            world.advance(scenario.lasts());
        }
        journal.append(new Entry.Ended(scenario.lasts()));
        return Judge.judge(scenario, journal);
    }
}
