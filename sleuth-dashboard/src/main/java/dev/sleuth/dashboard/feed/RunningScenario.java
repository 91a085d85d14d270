package dev.sleuth.dashboard.feed;

import dev.sleuth.dashboard.model.Cast;
import dev.sleuth.dashboard.model.JournalModel;
import dev.sleuth.dashboard.model.Picture;
import dev.sleuth.dashboard.model.Picture.Finding;
import dev.sleuth.dashboard.model.Picture.Step;
import dev.sleuth.sim.Attempts;
import dev.sleuth.sim.Run;
import dev.sleuth.sim.Scenario;
import dev.sleuth.sim.journal.Journal;
import dev.sleuth.sim.world.World;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A scenario that runs right now, on a thread of its own. */
public final class RunningScenario implements Show {
    private static final long PATIENCE = TimeUnit.SECONDS.toMillis(30);

    private final Cast cast;
    private final double speed;
    private final Attempts attempts;
    private final Thread runner = new Thread(this::run, "dashboard-run");
    private volatile @Nullable Feed newest;
    private volatile @Nullable Run result;
    private volatile @Nullable String trouble;
    private @Nullable Feed feed;
    private JournalModel model;
    private RunClock clock;

    private RunningScenario(Scenario scenario, String world, Function<Journal, World> worlds, double speed) {
        this.cast = cast(scenario, world);
        this.speed = speed;
        this.attempts = new Attempts(scenario, world, worlds);
        this.model = new JournalModel(cast);
        this.clock = new RunClock(speed);
    }

    /** Starts it in a world that goes by the real clock. */
    public static RunningScenario inRealTime(Scenario scenario, String world, Function<Journal, World> worlds) {
        return started(new RunningScenario(scenario, world, worlds, 1));
    }

    /**
     * Starts it in a world of simulated time, slowed down.
     *
     * @param speed 1 for real time
     */
    public static RunningScenario paced(
            Scenario scenario, String world, Function<Journal, World> worlds, double speed) {
        return started(
                new RunningScenario(scenario, world, journal -> new PacedWorld(worlds.apply(journal), speed), speed));
    }

    /** Runs it to its end at once, for a world of simulated time, and gives back what there was to be seen. */
    public static Replay whole(Scenario scenario, String world, Function<Journal, World> worlds)
            throws InterruptedException {
        Run run = new Attempts(scenario, world, worlds).run(journal -> {});
        return new Replay(cast(scenario, world), run.journal().entries(), findings(run));
    }

    private static RunningScenario started(RunningScenario scenario) {
        scenario.runner.start();
        return scenario;
    }

    private static Cast cast(Scenario scenario, String world) {
        return new Cast(
                scenario.name() + ", " + world + " world, seed " + scenario.seed(),
                scenario.lasts(),
                scenario.peers().stream()
                        .map(peer -> new Cast.Member(peer.name(), peer.service()))
                        .toList(),
                scenario.steps().stream()
                        .map(step -> Step.planned(step.number(), step.at(), step.story()))
                        .toList());
    }

    private void run() {
        try {
            result = attempts.run(journal -> newest = new Feed(journal));
        } catch (InterruptedException closed) {
            trouble = "the run was ended before its time";
        } catch (RuntimeException e) {
            trouble = "this cannot run here: " + (e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    @Override
    public Picture frame(long now) {
        // Looked at before the entries: with a result, all of them have been told.
        Run run = result;
        Feed latest = newest;
        if (latest == null) {
            return model.picture(0);
        }
        if (latest != feed) {
            feed = latest;
            model = new JournalModel(cast);
            clock = new RunClock(speed);
        }
        latest.drain(entry -> {
            model.apply(entry);
            clock.seen(entry.at(), now);
        });
        if (run != null) {
            model.judged(findings(run));
        }
        return model.picture(clock.at(now, cast.lasts()));
    }

    private static List<Finding> findings(Run run) {
        return run.verdict().findings().stream()
                .map(finding -> new Finding(finding.passed(), finding.what(), finding.seen()))
                .toList();
    }

    /** Whether nothing more will come. */
    public boolean over() {
        return result != null || trouble != null;
    }

    @Override
    public @Nullable String trouble() {
        return trouble;
    }

    @Override
    public void close() {
        runner.interrupt();
        try {
            runner.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
