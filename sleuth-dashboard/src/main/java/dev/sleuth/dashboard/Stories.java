package dev.sleuth.dashboard;

import dev.sleuth.dashboard.feed.Replay;
import dev.sleuth.dashboard.feed.RunningScenario;
import dev.sleuth.dashboard.feed.Show;
import dev.sleuth.sim.Nearest;
import dev.sleuth.sim.Scenario;
import dev.sleuth.sim.ScenarioReader;
import dev.sleuth.sim.journal.Journal;
import dev.sleuth.sim.world.DockerWorld;
import dev.sleuth.sim.world.JvmWorld;
import dev.sleuth.sim.world.VirtualWorld;
import dev.sleuth.sim.world.World;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Starts a scenario in the world that was asked for. */
final class Stories {
    private static final List<String> WORLDS = List.of("jvm", "virtual", "docker");

    private final Scenario scenario;
    private final String world;

    /**
     * Reads it.
     *
     * @param seed null to take the scenario's own
     * @throws dev.sleuth.sim.ScenarioException if the file is none
     */
    Stories(Path file, String world, @Nullable Long seed) {
        if (!WORLDS.contains(world)) {
            throw new CannotRun("there is no world '" + world + "': " + Nearest.hint(world, WORLDS));
        }
        Scenario read = ScenarioReader.read(file);
        this.scenario = seed == null ? read : read.withSeed(seed);
        this.world = world;
    }

    boolean virtual() {
        return world.equals("virtual");
    }

    /** Starts it; {@code speed} is null where none was asked for. */
    Show start(@Nullable Double speed) {
        if (virtual()) {
            return RunningScenario.paced(scenario, world, worlds(), speed == null ? 1 : speed);
        } else if (speed != null) {
            throw new CannotRun("--speed: the " + world + " world goes by the real clock; --world virtual does not");
        }
        return RunningScenario.inRealTime(scenario, world, worlds());
    }

    /** Runs it to its end at once; only in simulated time. */
    Replay whole() throws InterruptedException {
        return RunningScenario.whole(scenario, world, worlds());
    }

    private Function<Journal, World> worlds() {
        return switch (world) {
            case "virtual" -> journal -> new VirtualWorld(scenario.seed(), journal);
            case "docker" ->
                journal ->
                        DockerWorld.open(scenario.seed(), scenario.peers(), journal, line -> System.err.println(line));
            default -> journal -> new JvmWorld(scenario.seed(), journal);
        };
    }
}
