package dev.sleuth.sim.cli;

import dev.sleuth.LocalAddress;
import dev.sleuth.Sleuth;
import dev.sleuth.SleuthConfig;
import dev.sleuth.rpc.Handler;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sleuth peer}: a peer until somebody ends it. */
@Command(
        name = "peer",
        description = "A peer until Ctrl-C, which then leaves with a goodbye. Prints who comes and goes.",
        sortOptions = false,
        customSynopsis = "./sleuth peer [OPTIONS]",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./sleuth peer --service echo-service",
            "  ./sleuth peer --service greeter --text 'hello there' --version 1.2",
            "  ./sleuth peer --service shop --forward http://localhost:8080",
            "      (puts an HTTP server of any language onto the mesh)",
            "  ./sleuth peer --all",
            "      (offers nothing, only looks on)"
        })
final class PeerCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--service",
            paramLabel = "NAME",
            description = "The service that it offers; without one it offers nothing.")
    private String service;

    @ArgGroup
    private Answers answers = new Answers();

    /** At most one of them. */
    private static final class Answers {
        @Option(names = "--echo", description = "Answer with the request's body (default).")
        private boolean echo;

        @Option(
                names = "--forward",
                paramLabel = "URL",
                description = {
                    "Pass requests on to the HTTP server at this URL, and its answers back.",
                    "502 if it cannot be reached, 504 if it takes too long."
                })
        private String forward;

        @Option(names = "--text", paramLabel = "TEXT", description = "Answer with this text.")
        private String text;

        boolean given() {
            return echo || forward != null || text != null;
        }
    }

    @Option(
            names = "--forward-timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = Time.class,
            description = "How long that server may take (default: 30s).")
    private Duration forwardTimeout;

    @Option(names = "--version", paramLabel = "VERSION", description = "The version that it tells about its service.")
    private String version;

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            defaultValue = "5s",
            converter = Time.class,
            description = {
                "How long it may take at Ctrl-C to answer what it was asked (default: 5s).",
                "A second Ctrl-C ends it at once."
            })
    private Duration grace;

    @Option(names = "--all", description = "Tell also of peers that offer nothing, as each call is one for a moment.")
    private boolean all;

    @Mixin
    private NetworkOptions network;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    PeerCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        Comings comings = new Comings(terminal.out(), all);
        SleuthConfig config = config().withListener(comings);
        Sleuth sleuth;
        synchronized (comings) {
            sleuth = Sleuth.join(config);
            terminal.out().println(introduction(sleuth, config));
        }
        Goodbye.atTheEnd(
                sleuth,
                () -> comings.say(
                        "finishing what is in hand, " + grace.toMillis() + " ms at most; Ctrl-C ends it at once"),
                () -> comings.say("left"));
        // Until Ctrl-C; the hook says goodbye.
        new CountDownLatch(1).await();
        return 0;
    }

    private String introduction(Sleuth sleuth, SleuthConfig config) {
        String offer = service == null ? "offers nothing" : "offers " + Comings.offer(service, version);
        return sleuth.id() + " " + offer + " at "
                + sleuth.localAddresses().stream().map(LocalAddress::toString).collect(Collectors.joining(", ")) + ", "
                + NetworkOptions.place(config) + "; Ctrl-C leaves";
    }

    private SleuthConfig config() {
        SleuthConfig config = network.config();
        if (service == null) {
            if (answers.given() || version != null) {
                throw new CannotRun("--echo, --forward, --text and --version are about a service:"
                        + " name it with --service NAME");
            }
            return config;
        }
        return config.withService(service, handler(config)).withVersion(version).withGrace(grace);
    }

    private Handler handler(SleuthConfig config) {
        if (answers.forward != null) {
            return new Forward(Forward.base(answers.forward), forwardTimeout, config.maxBody());
        } else if (answers.text != null) {
            Response response = Response.ok(answers.text).withHeader("Content-Type", "text/plain; charset=utf-8");
            return request -> response;
        }
        return PeerCommand::echo;
    }

    private static Response echo(Request request) {
        String type = request.header("Content-Type");
        Response response = Response.ok(request.body());
        return type == null ? response : response.withHeader("Content-Type", type);
    }
}
