package dev.sleuth.sim.cli;

import dev.sleuth.sim.world.DockerWorld;
import dev.sleuth.sim.world.JvmWorld;
import dev.sleuth.sim.world.VirtualWorld;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code sleuth}. */
@Command(
        name = "sleuth",
        description = "Puts networks of sleuth peers through crashes, losses and freezes, and gives a verdict.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        customSynopsis = "./sleuth COMMAND [OPTIONS]",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nBegin with:%n",
        footer = "  ./sleuth run scenarios/failover.yaml")
public final class Main implements Runnable {
    /** Bad input, or something that is missing for a run. */
    static final int CANNOT_RUN = 2;

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
        return new CommandLine(new Main())
                .addSubcommand(new RunCommand(terminal, worlds))
                .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(terminal.scheme())
                .setUsageHelpWidth(Math.max(NARROWEST, Math.min(terminal.columns(), WIDEST)))
                .setParameterExceptionHandler((e, given) -> wrongUse(terminal, e))
                .setExecutionExceptionHandler((e, command, parsed) -> broken(terminal, e))
                .execute(args);
    }

    /** Only reached without a subcommand. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing, such as run");
    }

    private static Worlds worlds(Terminal terminal) {
        Map<String, Worlds.Maker> makers = new LinkedHashMap<>();
        makers.put("jvm", (scenario, journal) -> new JvmWorld(scenario.seed(), journal));
        makers.put("virtual", (scenario, journal) -> new VirtualWorld(scenario.seed(), journal));
        makers.put(
                "docker",
                (scenario, journal) -> DockerWorld.open(scenario.seed(), scenario.peers(), journal, terminal::say));
        return new Worlds(makers);
    }

    private static int wrongUse(Terminal terminal, ParameterException e) {
        String help = "./" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help";
        terminal.err().println("sleuth: " + Texts.oneLine(e.getMessage()) + " (see " + help + ")");
        return CANNOT_RUN;
    }

    /** What nobody has foreseen: the first line of a trace is all that helps whoever reads a report of it. */
    private static int broken(Terminal terminal, Exception e) {
        StackTraceElement[] trace = e.getStackTrace();
        String place = trace.length == 0 ? "" : ", at " + trace[0];
        terminal.err().println("sleuth: an error in sleuth itself: " + Texts.oneLine(e.toString()) + place);
        return CANNOT_RUN;
    }
}
