package dev.sleuth.dashboard;

import dev.sleuth.SleuthConfig;
import dev.sleuth.dashboard.feed.LiveNetwork;
import dev.sleuth.dashboard.feed.Player;
import dev.sleuth.dashboard.feed.Recording;
import dev.sleuth.dashboard.feed.Show;
import dev.sleuth.dashboard.view.NoDisplay;
import dev.sleuth.dashboard.view.Theme;
import dev.sleuth.dashboard.view.Window;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sleuth dashboard}: shows a network, or a scenario that runs or has run. */
@Command(
        name = "sleuth dashboard",
        description = "Shows in a window who is there, who sees whom, and who calls whom.",
        sortOptions = false,
        customSynopsis = "./sleuth dashboard --scenario FILE | --live | --replay FILE [OPTIONS]",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the window was closed, or the picture is drawn", "2:bad input, or this cannot run here"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./sleuth dashboard --scenario scenarios/failover.yaml",
            "  ./sleuth dashboard --scenario scenarios/failover.yaml --world virtual --speed 4",
            "  ./sleuth dashboard --live --interface lo",
            "  ./sleuth dashboard --replay DIR/journal.jsonl",
            "  ./sleuth dashboard --replay DIR/journal.jsonl --snapshot at-4s.png --at 4s"
        })
final class DashboardCommand implements Callable<Integer> {
    /** What is shown: exactly one of these. */
    static final class Shown {
        @Option(names = "--scenario", paramLabel = "FILE", description = "Run a scenario and show it while it runs.")
        private Path scenario;

        @Option(
                names = "--live",
                description = "Join the network that is there, offering nothing, and show who is on it.")
        private boolean live;

        @Option(
                names = "--replay",
                paramLabel = "FILE",
                description = "Show the journal.jsonl of an earlier run (./sleuth run --out DIR writes it).")
        private Path replay;
    }

    @ArgGroup(multiplicity = "1")
    private Shown shown;

    @Option(
            names = "--world",
            paramLabel = "WORLD",
            defaultValue = "jvm",
            description = "Where the scenario takes place: jvm (default), virtual or docker.")
    private String world;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "What chance is drawn from in the scenario, a whole number (default: the scenario's own).")
    private @Nullable Long seed;

    @Option(
            names = "--speed",
            paramLabel = "X",
            description = "How fast the virtual world or a replay goes: 2 is twice as fast as real time (default: 1).")
    private @Nullable Double speed;

    @Option(
            names = "--interface",
            paramLabel = "NAME[,NAME..]",
            description = {
                "With --live: the network interfaces to look at, by name or IPv4 address; * for all.",
                "Default: what the environment's SLEUTH_INTERFACE, BEACON_INTERFACE or ZSYS_INTERFACE says,"
                        + " or else all that are up and can multicast; loopback only when there is no other."
            })
    private @Nullable String networkInterface;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "With --live: the UDP port of the beacons (default: 5670).")
    private @Nullable Integer port;

    @Option(
            names = "--group",
            paramLabel = "GROUP",
            description = "With --live: peers of other groups do not see each other's services (default: SLEUTH-v1).")
    private @Nullable String group;

    @Option(
            names = "--snapshot",
            paramLabel = "FILE.png",
            description = "Draw one picture into a file instead of opening a window; needs no display.")
    private @Nullable Path snapshot;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            converter = Time.class,
            description =
                    "When to draw it or to begin a replay, since the start, such as 12s. Default for pictures: the"
                            + " end, and 3s with --live.")
    private @Nullable Duration at;

    @Option(names = "--theme", paramLabel = "THEME", defaultValue = "dark", description = "dark (default) or light.")
    private String theme;

    @Option(names = "--width", paramLabel = "PIXELS", defaultValue = "1200", description = "Default: 1200.")
    private int width;

    @Option(names = "--height", paramLabel = "PIXELS", defaultValue = "760", description = "Default: 760.")
    private int height;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Override
    public Integer call() throws InterruptedException {
        check();
        try (Show show = show()) {
            Ending ending = Ending.of(show);
            try {
                draw(show);
            } finally {
                ending.off();
            }
        } catch (NoDisplay e) {
            throw new CannotRun("no window can be opened here (" + e.getMessage()
                    + "); --snapshot FILE.png draws into a file instead");
        }
        return 0;
    }

    private void draw(Show show) throws InterruptedException {
        if (snapshot != null) {
            new Snapshot(show, theme(), width, height, snapshot).take(at == null ? -1 : at.toNanos());
        } else {
            Window.open(show, theme(), width, height);
        }
    }

    private void check() {
        if (speed != null && !(speed > 0 && speed <= 1000)) {
            throw new CannotRun("--speed " + speed + ": write more than 0 and at most 1000, such as 0.5 or 4");
        }
        Snapshot.check("--width", width);
        Snapshot.check("--height", height);
        theme();
    }

    private Theme theme() {
        return switch (theme) {
            case "dark" -> Theme.DARK;
            case "light" -> Theme.LIGHT;
            default -> throw new CannotRun("--theme " + theme + ": take dark or light");
        };
    }

    private Show show() throws InterruptedException {
        if (shown.live) {
            return LiveNetwork.join(config());
        } else if (shown.replay != null) {
            return replay(shown.replay);
        }
        Stories stories = new Stories(shown.scenario, world, seed);
        // Nobody watches: no need to slow it down.
        return snapshot != null && stories.virtual() ? stories.whole() : stories.start(speed);
    }

    private Show replay(Path file) {
        try {
            Show replay = Recording.read(file);
            Player player = replay.player();
            if (player != null) {
                player.seek(at == null ? 0 : at.toNanos());
                player.speed(speed == null ? 1 : speed);
                player.play();
            }
            return replay;
        } catch (IOException e) {
            throw new CannotRun(String.valueOf(e.getMessage()));
        }
    }

    private SleuthConfig config() {
        SleuthConfig config = SleuthConfig.defaults();
        if (networkInterface != null) {
            config = config.withInterface(networkInterface);
        }
        if (port != null) {
            config = config.withPort(port);
        }
        return group == null ? config : config.withGroup(group);
    }
}
