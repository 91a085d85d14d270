package dev.sleuth.sim.cli;

import dev.sleuth.sim.Scenario;
import dev.sleuth.sim.journal.Journal;
import dev.sleuth.sim.world.DockerWorld;
import dev.sleuth.sim.world.World;

/** Makes worlds of containers. */
record Containers(Terminal terminal) implements Worlds.Maker {
    @Override
    public World make(Scenario scenario, Journal journal) {
        return DockerWorld.open(scenario.seed(), scenario.peers(), journal, terminal::say);
    }

    @Override
    public void check(Scenario scenario) {
        DockerWorld.check(scenario.peers());
    }
}
