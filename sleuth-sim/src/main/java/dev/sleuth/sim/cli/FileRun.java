package dev.sleuth.sim.cli;

import dev.sleuth.rpc.SleuthException;
import dev.sleuth.sim.Attempts;
import dev.sleuth.sim.ErrorWords;
import dev.sleuth.sim.Report;
import dev.sleuth.sim.Run;
import dev.sleuth.sim.Scenario;
import dev.sleuth.sim.ScenarioException;
import dev.sleuth.sim.ScenarioReader;
import dev.sleuth.sim.Verdict.Result;
import dev.sleuth.sim.journal.Journal;
import dev.sleuth.sim.world.docker.DockerTrouble;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** From one file to its verdict, told on the terminal. */
final class FileRun {
    private final Terminal terminal;
    private final String world;
    private final Worlds.Maker maker;
    private final @Nullable Long seed;
    private final Folders folders;

    /** @param seed null to take the scenario's own */
    FileRun(Terminal terminal, String world, Worlds.Maker maker, @Nullable Long seed, Folders folders) {
        this.terminal = terminal;
        this.world = world;
        this.maker = maker;
        this.seed = seed;
        this.folders = folders;
    }

    /** What the file tells; null if it cannot be run, and then that is told. */
    @Nullable
    Scenario read(Path file) {
        try {
            Scenario scenario = ScenarioReader.read(file);
            return seed == null ? scenario : scenario.withSeed(seed);
        } catch (ScenarioException e) {
            refused(e.getMessage());
            return null;
        }
    }

    /** Whether it can take place in this world, on this machine; if not, that is told. */
    boolean possible(Path file, Scenario scenario) {
        try {
            maker.check(scenario);
            return true;
        } catch (SleuthException | DockerTrouble e) {
            impossible(file, e);
            return false;
        }
    }

    /** Returns the exit code. */
    int run(Path file, Scenario scenario) throws InterruptedException {
        try {
            Path folder = folders.make(scenario.name());
            terminal.out().println(file + ": " + Texts.seconds(scenario.lasts()) + " in the " + world + " world");
            Run run = attempts(scenario);
            tell(run, folder);
            return run.verdict().result().exitCode;
        } catch (CannotRun e) {
            return refused(e.getMessage());
        } catch (SleuthException | DockerTrouble e) {
            return impossible(file, e);
        }
    }

    private Run attempts(Scenario scenario) throws InterruptedException {
        Attempts attempts = new Attempts(scenario, world, journal -> maker.make(scenario, journal));
        try (Shown shown = new Shown(terminal, scenario.lasts())) {
            return attempts.run(shown::next);
        }
    }

    private void tell(Run run, @Nullable Path folder) {
        Report report = new Report(run);
        terminal.out().print("\n" + report.text(terminal.colours(), terminal.columns()));
        if (folder == null) {
            if (run.verdict().result() != Result.PASSED) {
                terminal.out().println("(run it with --out DIR to have the journal and its lines, and the reports)");
            }
        } else {
            try {
                report.write(folder);
            } catch (IOException e) {
                throw new CannotRun(
                        folder + ": the reports cannot be written there (" + e + "); make room or name another");
            }
            terminal.out().println("reports written to " + folder);
        }
        terminal.out().flush();
    }

    private int impossible(Path file, RuntimeException e) {
        String why = e instanceof SleuthException failure ? ErrorWords.sentence(failure) : e.getMessage();
        return refused(file + ": this cannot run here: " + why);
    }

    private int refused(@Nullable String message) {
        terminal.err().println("sleuth: " + Texts.oneLine(message));
        return Main.CANNOT_RUN;
    }

    /** The progress of one attempt after the other. */
    private static final class Shown implements AutoCloseable {
        private final Terminal terminal;
        private final long lasts;
        private @Nullable Progress progress;
        private int attempt;

        Shown(Terminal terminal, long lasts) {
            this.terminal = terminal;
            this.lasts = lasts;
        }

        void next(Journal journal) {
            close();
            attempt++;
            if (attempt > 1) {
                terminal.out()
                        .println("The machine itself stood still for too long to tell anything: "
                                + ("attempt " + attempt + " of " + Attempts.MOST));
            }
            Progress begun = Progress.on(terminal, lasts);
            progress = begun;
            journal.listen(begun::accept);
        }

        @Override
        public void close() {
            if (progress != null) {
                progress.close();
            }
        }
    }
}
