package dev.sleuth.sim.cli;

import dev.sleuth.sim.Nearest;
import dev.sleuth.sim.Scenario;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sleuth run}: runs scenarios, one after the other, and tells what they have shown. */
@Command(
        name = "run",
        description = "Runs scenarios, one after the other, and gives a verdict on each.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        customSynopsis = "./sleuth run [OPTIONS] FILE..",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes (of several files the worst, in the order 2, 1, 3, 0):%n",
        exitCodeList = {
            "0:every expectation holds",
            "1:an expectation fell short",
            "2:bad input, or the scenario cannot run here",
            "3:inconclusive: the machine itself stood still for too long, three times in a row"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./sleuth run scenarios/failover.yaml",
            "  ./sleuth run --world virtual --seed 7 scenarios/failover.yaml",
            "  ./sleuth run --out target/runs scenarios/*.yaml"
        })
final class RunCommand implements Callable<Integer> {
    /** From the best to the worst. */
    private static final List<Integer> SEVERITY = List.of(0, 3, 1, 2);

    private final Terminal terminal;
    private final Worlds worlds;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            hideParamSyntax = true,
            description = "Scenarios in YAML, such as scenarios/failover.yaml.")
    private List<Path> files;

    @Option(
            names = "--world",
            paramLabel = "WORLD",
            defaultValue = "jvm",
            description = {
                "Where the scenario takes place:",
                "jvm: in real time, with real sockets on loopback, all peers in one process (default)",
                "docker: in real time, each peer in a container with an address of its own",
                "virtual: in simulated time on a simulated network, over at once, the same with every run of a seed"
            })
    private String world;

    @Option(
            names = "--seed",
            paramLabel = "N",
            converter = WholeNumber.class,
            description = "What chance is drawn from, a whole number (default: the scenario's own).")
    private @Nullable Long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = {
                "Write junit.xml, result.json and journal.jsonl there; with several files, into a folder for each scenario."
            })
    private @Nullable Path out;

    RunCommand(Terminal terminal, Worlds worlds) {
        this.terminal = terminal;
        this.worlds = worlds;
    }

    @Override
    public Integer call() throws InterruptedException {
        Worlds.Maker maker = worlds.makers().get(world);
        if (maker == null) {
            throw new ParameterException(
                    spec.commandLine(), "there is no world '" + world + "': " + Nearest.hint(world, worlds.names()));
        }
        FileRun runs = new FileRun(terminal, world, maker, seed, new Folders(out, files.size() > 1));
        // All are read first: a mistake in the last one must not wait for the end of the others.
        List<@Nullable Scenario> scenarios = new ArrayList<>();
        files.forEach(file -> scenarios.add(runs.read(file)));
        if (scenarios.contains(null) || !possible(runs, scenarios)) {
            return Main.CANNOT_RUN;
        }
        int worst = 0;
        for (int i = 0; i < scenarios.size(); i++) {
            int code = runs.run(files.get(i), Objects.requireNonNull(scenarios.get(i)));
            worst = SEVERITY.indexOf(code) > SEVERITY.indexOf(worst) ? code : worst;
        }
        return worst;
    }

    /** The first that cannot take place here is told; of the same machine the others would tell the same. */
    private boolean possible(FileRun runs, List<@Nullable Scenario> scenarios) {
        for (int i = 0; i < scenarios.size(); i++) {
            if (!runs.possible(files.get(i), Objects.requireNonNull(scenarios.get(i)))) {
                return false;
            }
        }
        return true;
    }
}
