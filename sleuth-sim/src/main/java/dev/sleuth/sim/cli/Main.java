package dev.sleuth.sim.cli;

import dev.sleuth.rpc.SleuthException;
import dev.sleuth.sim.ErrorWords;
import dev.sleuth.sim.world.VirtualWorld;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code sleuth}. */
@Command(
        name = "sleuth",
        description = "HTTP services that find and call each other by name: a peer, a call and a look at who is there"
                + " for people, and scenarios of crashes, losses and freezes with a verdict.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        customSynopsis = "./sleuth COMMAND [OPTIONS]",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nBegin with:%n",
        footer = {
            "  ./sleuth peer --service echo-service             (in one terminal)",
            "  ./sleuth call -d hello sleuth://echo-service/    (in another one)",
            "  ./sleuth ls",
            "  ./sleuth doctor                                  (if they do not see each other)",
            "  ./sleuth run scenarios/failover.yaml"
        })
public final class Main implements Runnable {
    /** It ran, and what was asked for did not come. */
    static final int FELL_SHORT = 1;

    /** Bad input, or something that is missing for a run. */
    static final int CANNOT_RUN = 2;

    /** Failures of what was asked for, not of the network. */
    private static final Set<Integer> BAD_INPUT = Set.of(
            SleuthException.INITIALIZE,
            SleuthException.START,
            SleuthException.INTERFACE,
            SleuthException.PORT,
            SleuthException.SCHEME,
            SleuthException.TOO_LARGE);

    private static final int NARROWEST = 80;
    private static final int WIDEST = 100;

    @Spec
    private CommandSpec spec;

    private Main() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        Terminal terminal = Terminal.ofProcess(System.getProperty("sleuth.columns"), System.getenv());
        System.exit(execute(terminal, worlds(terminal), args));
    }

    /**
     * Runs the command.
     *
     * @return the exit code
     */
    static int execute(Terminal terminal, Worlds worlds, String... args) {
        CommandLine commands = commandLine(terminal, worlds);
        // Otherwise a mistyped command with --help would get the help of all, as if nothing were wrong.
        String mistyped = WrongUse.mistypedCommand(commands, args);
        return mistyped == null ? commands.execute(args) : wrongUse(terminal, mistyped);
    }

    static CommandLine commandLine(Terminal terminal, Worlds worlds) {
        return new CommandLine(new Main())
                .addSubcommand(new PeerCommand(terminal))
                .addSubcommand(new CallCommand(terminal, System.in))
                .addSubcommand(new LsCommand(terminal))
                .addSubcommand(new DoctorCommand(terminal))
                .addSubcommand(new RunCommand(terminal, worlds))
                .addSubcommand(new DashboardCommand())
                .addSubcommand(new HelpCommand(terminal))
                .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(terminal.scheme())
                // call -d @FILE is about the body, not about more arguments.
                .setExpandAtFiles(false)
                .setExecutionStrategy(WrongUse::refuseOrRun)
                .setUsageHelpWidth(Math.max(NARROWEST, Math.min(terminal.columns(), WIDEST)))
                .setParameterExceptionHandler((e, given) -> wrongUse(terminal, WrongUse.sentence(e, given)))
                .setExecutionExceptionHandler((e, command, parsed) -> failed(terminal, e));
    }

    /** Only reached without a subcommand. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing, such as call or run");
    }

    private static Worlds worlds(Terminal terminal) {
        Map<String, Worlds.Maker> makers = new LinkedHashMap<>();
        makers.put("jvm", new OneProcess());
        makers.put("docker", new Containers(terminal));
        makers.put("virtual", (scenario, journal) -> new VirtualWorld(scenario.seed(), journal));
        return new Worlds(makers);
    }

    private static int wrongUse(Terminal terminal, String sentence) {
        terminal.err().println("sleuth: " + sentence);
        return CANNOT_RUN;
    }

    private static int failed(Terminal terminal, Exception e) {
        if (e instanceof CannotRun) {
            terminal.err().println("sleuth: " + Texts.oneLine(e.getMessage()));
            return CANNOT_RUN;
        } else if (e instanceof SleuthException failure) {
            terminal.err().println("sleuth: " + ErrorWords.sentence(failure));
            return BAD_INPUT.contains(failure.code()) ? CANNOT_RUN : FELL_SHORT;
        }
        return broken(terminal, e);
    }

    /** What nobody has foreseen: the first line of a trace is all that helps whoever reads a report of it. */
    private static int broken(Terminal terminal, Exception e) {
        StackTraceElement[] trace = e.getStackTrace();
        String place = trace.length == 0 ? "" : ", at " + trace[0];
        terminal.err().println("sleuth: an error in sleuth itself: " + Texts.oneLine(e.toString()) + place);
        return CANNOT_RUN;
    }
}
