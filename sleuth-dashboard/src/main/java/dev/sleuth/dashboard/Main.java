package dev.sleuth.dashboard;

import dev.sleuth.dashboard.view.Window;
import dev.sleuth.rpc.SleuthException;
import dev.sleuth.sim.ScenarioException;
import dev.sleuth.sim.cli.WrongUse;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** The command {@code ./sleuth dashboard}. */
public final class Main {
    private static final int CANNOT_RUN = 2;

    private Main() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        int code = execute(
                new PrintWriter(out, true, StandardCharsets.UTF_8),
                new PrintWriter(err, true, StandardCharsets.UTF_8),
                args);
        Window.end();
        System.exit(code);
    }

    /**
     * Runs the command.
     *
     * @return the exit code
     */
    static int execute(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new DashboardCommand())
                .setOut(out)
                .setErr(err)
                .setUsageHelpWidth(90)
                .setExecutionStrategy(WrongUse::refuseOrRun)
                .setParameterExceptionHandler((e, given) -> refuse(err, WrongUse.sentence(e, given)))
                .setExecutionExceptionHandler((e, command, parsed) -> refuse(err, sentence(e)))
                .execute(args);
    }

    private static int refuse(PrintWriter err, String sentence) {
        err.println("sleuth: " + sentence);
        return CANNOT_RUN;
    }

    private static String sentence(Exception e) {
        boolean foreseen = e instanceof CannotRun || e instanceof ScenarioException || e instanceof SleuthException;
        StackTraceElement[] trace = e.getStackTrace();
        String message = foreseen && e.getMessage() != null
                ? e.getMessage()
                : "an error in sleuth itself: " + e + (trace.length == 0 ? "" : ", at " + trace[0]);
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
