package dev.sleuth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The two processes of one contender: one serves, one calls. */
final class Duo implements AutoCloseable {
    /** The same for every contender. The collector is named because a pinned JVM would choose another one by itself. */
    private static final List<String> FLAGS =
            List.of("-Xms256m", "-Xmx256m", "-XX:+UseG1GC", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");

    private static final int WARM_UPS = 3;
    private static final long PATIENCE_MILLIS = 30_000;

    private final String name;
    private final Child server;
    private final Child client;

    private Duo(String name, Child server, Child client) {
        this.name = name;
        this.server = server;
        this.client = client;
    }

    /** Starts both and waits until calls can be made. */
    static Duo start(String contender, Options options, boolean pinned, boolean recorded)
            throws IOException, InterruptedException {
        Child server = child(options, pinned, recorded, 1, "serve", contender);
        try {
            String address = server.answer(PATIENCE_MILLIS).substring(Side.READY.length());
            Child client = child(options, pinned, recorded, 0, "call", contender, address);
            try {
                client.answer(PATIENCE_MILLIS);
                return new Duo(contender, server, client);
            } catch (IOException | InterruptedException e) {
                client.close();
                throw e;
            }
        } catch (IOException | InterruptedException e) {
            server.close();
            throw e;
        }
    }

    String name() {
        return name;
    }

    /** Load until the code is compiled, for about so many seconds. */
    void warmUp(double seconds) throws IOException, InterruptedException {
        List<Integer> callers = Figure.callers();
        long millis = Math.round(seconds * 1000 / WARM_UPS / callers.size());
        // Again and again, so that what was compiled for many callers also meets one caller, and the other way round.
        for (int i = 0; i < WARM_UPS; i++) {
            for (int number : callers) {
                load(number, millis);
            }
        }
    }

    /** One stretch of load. */
    Sample load(int callers, long millis) throws IOException, InterruptedException {
        long before = cpu();
        client.order(callers + " " + millis);
        Window window = Window.parse(client.answer(millis + PATIENCE_MILLIS));
        if (window.calls() == 0) {
            throw new IOException(name + " answered none of " + window.failures() + " calls; see " + client.log());
        }
        return Sample.of(window, cpu() - before);
    }

    /** The processor time of both processes so far, nanoseconds. */
    long cpu() throws IOException {
        return client.cpu() + server.cpu();
    }

    String pids() {
        return "calling side: " + client.pid() + ", serving side: " + server.pid();
    }

    private static Child child(Options options, boolean pinned, boolean recorded, int core, String... args)
            throws IOException {
        String name = args[1] + "-" + args[0];
        Path logs = Files.createDirectories(options.out().resolve("bench-logs"));
        List<String> command = new ArrayList<>();
        if (pinned) {
            command.addAll(Cores.pin(core));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        if (recorded) {
            command.addAll(recording(options, name));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Side.class.getName()));
        command.addAll(List.of(args));
        return new Child(name, logs.resolve(name + ".log"), command);
    }

    private static List<String> recording(Options options, String name) {
        return List.of(
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:+DebugNonSafepoints",
                "-Xlog:jfr+startup=off",
                // The warm-up is left out; the shortest delay that the JDK accepts is a second.
                "-XX:StartFlightRecording=settings=profile,dumponexit=true,delay="
                        + Math.max(1, Math.round(options.warmup()))
                        + "s,filename="
                        + options.out().resolve("bench-" + name + ".jfr"));
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
