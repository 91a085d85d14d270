package dev.sleuth.sim.cli;

import dev.sleuth.sim.Scenario;
import dev.sleuth.sim.journal.Journal;
import dev.sleuth.sim.world.JvmWorld;
import dev.sleuth.sim.world.World;

/** Makes worlds of real peers in this process. */
record OneProcess() implements Worlds.Maker {
    @Override
    public World make(Scenario scenario, Journal journal) {
        return new JvmWorld(scenario.seed(), journal);
    }

    @Override
    public void check(Scenario scenario) {
        JvmWorld.check(scenario.peers().size());
    }
}
