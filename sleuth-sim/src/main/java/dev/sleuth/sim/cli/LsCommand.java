package dev.sleuth.sim.cli;

import dev.sleuth.Sleuth;
import dev.sleuth.SleuthConfig;
import dev.sleuth.rpc.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sleuth ls}: who is there. */
@Command(
        name = "ls",
        description = {
            "Lists who is on the network: service, version, for how long it has been up, address, identity.",
            "A peer that does not say for how long (another implementation's) is listed with how long it has been"
                    + " seen, as in \"> 2 s\"."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        customSynopsis = "./sleuth ls [OPTIONS]",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./sleuth ls",
            "  ./sleuth ls --watch",
            "  ./sleuth ls --json",
            "  ./sleuth ls --watch --json      (the whole list, on one line, at each change)"
        })
final class LsCommand implements Callable<Integer> {
    private static final Duration REDRAW = Duration.ofMillis(500);
    /** To the first line; what is there is written over, which does not flicker as an empty screen would. */
    private static final String HOME = "\033[H";

    private static final String ERASE_REST_OF_LINE = "\033[K\n";
    private static final String ERASE_BELOW = "\033[J";

    private final Terminal terminal;

    @Option(
            names = "--watch",
            description = {
                "Keep the list up to date until Ctrl-C: redrawn on a terminal, a line for each change elsewhere."
            })
    private boolean watch;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = Looking.LONG_ENOUGH,
            converter = Time.class,
            description = "How long to look around (default: " + Looking.LONG_ENOUGH + ").")
    private Duration wait;

    @Mixin
    private NetworkOptions network;

    /** Whom the last line of JSON was about. */
    private List<String> shown = List.of();

    LsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        SleuthConfig config = network.config();
        if (watch) {
            watch(config);
        } else {
            once(config);
        }
        return 0;
    }

    private void once(SleuthConfig config) throws InterruptedException {
        Lookout lookout = new Lookout();
        Unanswering unanswering = new Unanswering();
        try (Sleuth sleuth = Sleuth.join(config.withListener(lookout.andThen(unanswering)))) {
            Roll roll = new Roll(sleuth);
            lookout.await(wait, () -> {
                roll.now(); // Who has come is asked at once.
                return false;
            });
            while (!roll.isComplete()) {
                lookout.await(Duration.ofMillis(10), () -> false);
            }
            Listing listing = roll.now();
            if (json) {
                terminal.out().println(listing.json(true));
            } else if (listing.rows().isEmpty()) {
                terminal.out().println("nobody else is at " + NetworkOptions.place(sleuth, config));
            } else {
                listing.table().forEach(terminal.out()::println);
            }
            terminal.out().flush();
            unanswering.lines().forEach(terminal.err()::println);
        }
    }

    /** Until Ctrl-C. */
    private void watch(SleuthConfig config) throws InterruptedException {
        Lookout lookout = new Lookout();
        boolean lines = !terminal.live() && !json;
        Consumer<Observation> listener = lines ? lookout.andThen(new Comings(terminal.out(), true)) : lookout;
        Sleuth sleuth = Sleuth.join(config.withListener(listener));
        Goodbye.atTheEnd(sleuth, () -> {});
        Roll roll = new Roll(sleuth);
        while (true) {
            Listing listing = roll.now();
            if (json) {
                line(listing, roll);
            } else if (!lines) {
                draw(listing, NetworkOptions.place(sleuth, config));
            }
            lookout.await(REDRAW, () -> !ids(sleuth).equals(ids(listing)));
        }
    }

    /** Once for each change, and when everybody has answered. */
    private void line(Listing listing, Roll roll) {
        List<String> ids = ids(listing);
        if (roll.isComplete() && !ids.equals(shown)) {
            shown = ids;
            terminal.out().println(listing.json(false));
        }
    }

    private void draw(Listing listing, String place) {
        List<String> lines = new ArrayList<>(listing.table());
        lines.add("");
        lines.add(listing.rows().size() + " at " + place + "; Ctrl-C ends");
        terminal.out().print(HOME + String.join(ERASE_REST_OF_LINE, lines) + ERASE_REST_OF_LINE + ERASE_BELOW);
        terminal.out().flush();
    }

    private static List<String> ids(Listing listing) {
        return listing.rows().stream().map(Listing.Row::id).sorted().toList();
    }

    private static List<String> ids(Sleuth sleuth) {
        return sleuth.peers().stream()
                .map(peer -> peer.id().toString())
                .sorted()
                .toList();
    }
}
