package dev.sleuth.sim.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code sleuth dashboard}: another program, which the launcher starts; here so that the help tells about it. */
@Command(
        name = "dashboard",
        description = "Shows a scenario or a network in a window: who sees and calls whom.",
        customSynopsis = "./sleuth dashboard [OPTIONS]",
        descriptionHeading = "%n")
final class DashboardCommand implements Runnable {
    @Unmatched
    @SuppressWarnings("UnusedVariable") // whatever is asked of it, the answer is the same
    private String[] words = {};

    @Override
    public void run() {
        throw new CannotRun(
                "the dashboard is a program of its own: start it with ./sleuth dashboard in the source tree,"
                        + " or with java -cp 'target/launcher-dashboard/*' dev.sleuth.dashboard.Main");
    }
}
