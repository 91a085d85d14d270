package dev.sleuth.sim.cli;

import dev.sleuth.Harness;
import dev.sleuth.SleuthConfig;
import dev.sleuth.sim.doctor.Diagnosis;
import dev.sleuth.sim.doctor.DoctorJson;
import dev.sleuth.sim.doctor.DoctorText;
import dev.sleuth.sim.doctor.Examination;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sleuth doctor}: why peers do not see each other. */
@Command(
        name = "doctor",
        description = {
            "Tells why peers do not see each other, as far as it can be seen from this host: which interfaces are used and"
                    + " why, whether beacons come back by multicast and by broadcast, who is heard on which interface,"
                    + " and whether it can be talked to.",
            "Exit code 0 if all is well (also if nobody else is there), 1 if something is wrong, 2 if it cannot run."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        customSynopsis = "./sleuth doctor [OPTIONS]",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./sleuth doctor",
            "  ./sleuth doctor --interface eth1          (as peers see it that live on eth1)",
            "  ./sleuth doctor --for 30 --json           (half a minute, for a program)",
            "",
            "If it finds nothing, run it on the other host, too."
        })
final class DoctorCommand implements Callable<Integer> {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Terminal terminal;

    @Option(
            names = "--for",
            paramLabel = "SECONDS",
            defaultValue = "5",
            converter = Seconds.class,
            description = "How long to listen (default: 5). Some peers beacon once a second: less than 3 tells little.")
    private Duration lasts;

    @Option(names = "--json", description = "As JSON, with all that was seen.")
    private boolean json;

    @Mixin
    private NetworkOptions network;

    DoctorCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (lasts.compareTo(SHORTEST) < 0 || lasts.compareTo(LONGEST) > 0) {
            throw new CannotRun("--for takes from 1 second to 1 hour");
        }
        SleuthConfig config = network.config();
        Harness.Lodging lodging = Examination.lodging(config, System::getenv);
        if (lodging.problem() != null && network.namesInterface()) {
            throw new CannotRun("--interface: " + lodging.problem());
        }
        Diagnosis diagnosis = Diagnosis.of(Examination.of(config, lodging, lasts, this::show));
        if (terminal.live()) {
            terminal.out().print(Terminal.ERASE);
        }
        if (json) {
            terminal.out().println(DoctorJson.of(diagnosis));
        } else {
            DoctorText.of(diagnosis, terminal.columns()).forEach(terminal.out()::println);
        }
        return diagnosis.isWell() ? 0 : Main.FELL_SHORT;
    }

    private void show(Duration passed, int peers) {
        if (terminal.live()) {
            String who = peers == 0 ? "nobody else heard yet" : peers + (peers == 1 ? " peer" : " peers") + " heard";
            terminal.out()
                    .print(Terminal.ERASE + "listening, " + Texts.seconds(passed.toNanos()) + " of "
                            + Texts.seconds(lasts.toNanos()) + ", " + who);
            terminal.out().flush();
        }
    }
}
