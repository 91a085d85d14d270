package dev.sleuth.dashboard;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The command {@code ./sleuth dashboard}. */
public final class Main {
    private Main() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(execute(args));
    }

    static int execute(String... args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        return new CommandLine(new DashboardCommand())
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((e, given) -> refuse(err, e, " (see ./sleuth dashboard --help)"))
                .setExecutionExceptionHandler((e, command, parsed) ->
                        e instanceof ParameterException ? refuse(err, e, "") : refuse(err, e, ""))
                .execute(args);
    }

    private static int refuse(PrintWriter err, Exception e, String hint) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        err.println("sleuth: " + message.strip().replaceAll("\\s*\\R\\s*", " ") + hint);
        return 2;
    }
}
