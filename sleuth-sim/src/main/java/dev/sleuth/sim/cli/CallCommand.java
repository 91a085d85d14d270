package dev.sleuth.sim.cli;

import dev.sleuth.Sleuth;
import dev.sleuth.SleuthConfig;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import dev.sleuth.rpc.SleuthException;
import dev.sleuth.rpc.Target;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sleuth call}: calls a service and writes out its answer. */
@Command(
        name = "call",
        description = "Calls a service, much as curl would, and writes the body of its answer to standard output.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        customSynopsis = "./sleuth call [OPTIONS] URL",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:an answer came, whatever its status (see --fail)",
            "1:no answer came; one line on standard error says why, with its numbers in brackets",
            "2:bad input, or this cannot run here"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./sleuth call sleuth://echo-service/",
            "  ./sleuth call -d hello sleuth://echo-service/",
            "  ./sleuth call -i -X PUT -H 'Content-Type: image/png' -d @cat.png \\",
            "      sleuth://cats/1",
            "  ./sleuth call sleuth://5d1f04c2-9a4e-4b0c-8f0a-3b2c1d0e9f88@cats/1",
            "      (this very peer; ./sleuth ls shows who is there)",
            "  ./sleuth call --wait 1min sleuth://slow-starter/"
        })
final class CallCommand implements Callable<Integer> {
    /** One byte more than what can be sent: enough to have it refused. */
    private static final int MOST_READ = SleuthConfig.defaults().maxBody() + 1;

    private final Terminal terminal;
    private final InputStream in;

    @Parameters(
            paramLabel = "URL",
            hideParamSyntax = true,
            description = "sleuth://SERVICE/PATH, or sleuth://UUID@SERVICE/PATH for one very peer, or"
                    + " sleuth://UUID@/PATH for that peer whatever it offers.")
    private String url;

    @Option(
            names = {"-X", "--request"},
            paramLabel = "METHOD",
            description = "The method (default: GET, with -d POST).")
    private String method;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "'NAME: VALUE'",
            description = "A header field; may be repeated.")
    private List<String> headers = List.of();

    @Option(
            names = {"-d", "--data"},
            paramLabel = "DATA",
            description = {
                "The body, as it stands; @FILE sends the bytes of a file, @- those of standard input.",
                "Several are joined with &."
            })
    private List<String> data = List.of();

    @Option(
            names = {"-i", "--include"},
            description = "Show the status and the header fields before the body.")
    private boolean include;

    @Option(
            names = {"-f", "--fail"},
            description = "A status of 400 or more is a failure: exit code 1, and no body.")
    private boolean fail;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the body to a file.")
    private Path output;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "5s",
            converter = Time.class,
            description = "How long to wait for the answer, such as 500ms (default: 5s).")
    private Duration timeout;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            converter = Time.class,
            description = {
                "How long to look for somebody who offers the service (default: " + Looking.LONG_ENOUGH
                        + ", or --timeout if that is less).",
                "Peers greet a newcomer within milliseconds and repeat their beacons every 250 ms: who is not"
                        + " found by then is not there."
            })
    private Duration wait;

    @Mixin
    private NetworkOptions network;

    /** @param in what {@code -d @-} reads */
    CallCommand(Terminal terminal, InputStream in) {
        this.terminal = terminal;
        this.in = in;
    }

    @Override
    public Integer call() throws InterruptedException {
        Target target = Target.parse(url);
        Request request = written();
        refuseWhatCannotEndWell();
        Lookout lookout = new Lookout();
        try (Sleuth sleuth = Sleuth.join(network.config().withListener(lookout))) {
            lookout.await(wait == null ? Looking.upTo(timeout) : wait, () -> isThere(sleuth, target));
            return tell(answer(sleuth, request, target));
        }
    }

    /** What would be known only after the call, which may be one that cannot be repeated. */
    private void refuseWhatCannotEndWell() {
        if (timeout.isZero()) {
            throw new CannotRun("--timeout 0s: no call can be answered within 0s; make it longer");
        }
        if (output == null) {
            return;
        }
        Path folder = output.toAbsolutePath().getParent();
        if (Files.isDirectory(output)) {
            throw new CannotRun("-o " + output + ": this is a folder; name a file");
        } else if (folder != null && !Files.isDirectory(folder)) {
            throw new CannotRun("-o " + output + ": there is no folder " + folder + "; make it first");
        }
    }

    private Response answer(Sleuth sleuth, Request request, Target target) throws InterruptedException {
        try {
            return sleuth.send(request, timeout);
        } catch (SleuthException e) {
            throw e.code() == SleuthException.UNKNOWN_SERVICE ? Nobody.explained(e, sleuth, target) : e;
        }
    }

    private static boolean isThere(Sleuth sleuth, Target target) {
        if (target.service().isEmpty()) {
            return sleuth.peers().stream().anyMatch(peer -> peer.id().equals(target.peer()));
        }
        return sleuth.services().getOrDefault(target.service(), List.of()).stream()
                .anyMatch(peer -> target.peer() == null || peer.id().equals(target.peer()));
    }

    private Request written() {
        try {
            return request();
        } catch (IllegalArgumentException noHttp) {
            throw new CannotRun("this cannot be asked: " + noHttp.getMessage());
        }
    }

    private Request request() {
        String defaultMethod = data.isEmpty() ? "GET" : "POST";
        Request request = Request.of(method == null ? defaultMethod : method, url);
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw new CannotRun("-H '" + header + "': a header field is written as 'Name: value'");
            }
            request = request.withHeader(
                    header.substring(0, colon).strip(),
                    header.substring(colon + 1).strip());
        }
        return data.isEmpty() ? request : request.withBody(body());
    }

    private byte[] body() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (String part : data) {
            if (body.size() > 0) {
                body.write('&');
            }
            body.writeBytes(part.startsWith("@") ? read(part.substring(1)) : part.getBytes(StandardCharsets.UTF_8));
        }
        return body.toByteArray();
    }

    private byte[] read(String file) {
        try {
            if (file.equals("-")) {
                return in.readNBytes(MOST_READ);
            }
            try (InputStream bytes = Files.newInputStream(Path.of(file))) {
                return bytes.readNBytes(MOST_READ);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new CannotRun("-d @" + file + ": this cannot be read (" + Texts.reason(e) + ")");
        }
    }

    private int tell(Response response) {
        if (include) {
            terminal.out().println("SLEUTH-v1 " + response.status());
            response.headers()
                    .forEach((name, values) ->
                            values.forEach(value -> terminal.out().println(name + ": " + value)));
            terminal.out().println();
        }
        if (fail && response.status() >= 400) {
            terminal.out().flush();
            terminal.err().println("sleuth: " + url + " answered with " + response.status());
            return Main.FELL_SHORT;
        }
        write(response.body());
        return 0;
    }

    private void write(byte[] body) {
        if (output == null) {
            terminal.write(body);
            return;
        }
        try {
            Files.write(output, body);
        } catch (IOException e) {
            throw new CannotRun("-o " + output + ": this cannot be written (" + Texts.reason(e) + ")");
        }
    }
}
