package dev.sleuth;

import dev.sleuth.rpc.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A service in a JVM of its own. It says who it is, what it was asked and how often, and ends when its input does. */
final class Replica implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;
    private final String name;

    private Replica(Process process) throws IOException {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.name = output.readLine();
    }

    /** One with {@link Lab#CALM}. */
    static Replica startCalm(Lab lab, String service) throws IOException {
        return start(lab, service, Path.of("/dev/null"), true);
    }

    /** @param ledger where it writes the body of every request, a line each, before it answers */
    static Replica start(Lab lab, String service, Path ledger) throws IOException {
        return start(lab, service, ledger, false);
    }

    private static Replica start(Lab lab, String service, Path ledger, boolean calm) throws IOException {
        List<String> command = List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                Replica.class.getName(),
                String.valueOf(lab.port()),
                lab.group(),
                service,
                ledger.toString(),
                String.valueOf(calm));
        return new Replica(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Its identity. */
    String name() {
        return name;
    }

    /** Has it say goodbye and end, right after its peer is closed; returns how often it was asked. */
    long leave() throws IOException, InterruptedException {
        process.getOutputStream().close();
        long served = Long.parseLong(output.readLine());
        process.waitFor(Lab.SOON.toSeconds(), TimeUnit.SECONDS);
        return served;
    }

    /** {@code kill -NAME}. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Kills it; returns when that was done, in nanoseconds. */
    long kill() {
        process.destroyForcibly();
        return System.nanoTime();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] args) throws IOException {
        Lab lab = new Lab(Integer.parseInt(args[0]), args[1]);
        AtomicLong served = new AtomicLong();
        Hooks hooks = Hooks.none();
        String name = hooks.id().toString();
        OutputStream ledger = Files.newOutputStream(Path.of(args[3]), StandardOpenOption.APPEND);
        SleuthConfig config = lab.service(args[2], request -> {
            served.incrementAndGet();
            // In one piece, and in the kernel's hands when the process dies.
            ledger.write((request.text() + "\n").getBytes(StandardCharsets.UTF_8));
            return Response.ok(request.body()).withHeader("Served-By", name);
        });
        Sleuth peer = Sleuth.join(Boolean.parseBoolean(args[4]) ? config.withTiming(Lab.CALM) : config, hooks);
        System.out.println(name);
        while (System.in.read() >= 0) {
            // Only the end of the input is of interest.
        }
        peer.close();
        System.out.println(served);
        // At once: what close() has promised has to be done.
        Runtime.getRuntime().halt(0);
    }
}
