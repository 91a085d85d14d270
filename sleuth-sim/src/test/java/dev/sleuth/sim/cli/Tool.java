package dev.sleuth.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.core.ConditionTimeoutException;

/** The command in a process of its own, as a terminal would start it. */
final class Tool implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(30);

    /** How a process ended. */
    record Ended(int code, byte[] bytes, String err) {
        String out() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private Tool(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "reads a tool's output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a command that runs until somebody ends it. Its errors are the test's. */
    static Tool start(String... args) throws IOException {
        return start(onLoopback(args));
    }

    /** The same on another host, with what that has for interfaces. */
    static Tool start(Lan.Host host, String... args) throws IOException {
        return start(on(host, args));
    }

    /** Another program. */
    static Tool startProgram(Class<?> main, String... args) throws IOException {
        return start(new ProcessBuilder(java(main, args)));
    }

    /** Another program on that host. */
    static Tool startProgram(Lan.Host host, Class<?> main, String... args) throws IOException {
        return start(on(host, java(main, args)));
    }

    /** Any program that runs until somebody ends it. */
    static Tool start(ProcessBuilder builder) throws IOException {
        return new Tool(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /** Runs a command that ends by itself. */
    static Ended run(byte[] input, String... args) throws IOException, InterruptedException {
        return run(onLoopback(args), input);
    }

    /** The same on another host, with what that has for interfaces. */
    static Ended run(Lan.Host host, byte[] input, String... args) throws IOException, InterruptedException {
        return run(on(host, args), input);
    }

    private static Ended run(ProcessBuilder builder, byte[] input) throws IOException, InterruptedException {
        Path in = Files.createTempFile("tool", ".in");
        Path out = Files.createTempFile("tool", ".out");
        Path err = Files.createTempFile("tool", ".err");
        try {
            Files.write(in, input);
            Process process = builder.redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            try {
                assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS))
                        .as("has ended: " + String.join(" ", builder.command()))
                        .isTrue();
            } finally {
                process.destroyForcibly();
            }
            return new Ended(process.exitValue(), Files.readAllBytes(out), Files.readString(err));
        } finally {
            Files.delete(in);
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static ProcessBuilder onLoopback(String... args) {
        ProcessBuilder builder = new ProcessBuilder(java(Main.class, args));
        builder.environment().put("SLEUTH_INTERFACE", "lo");
        return builder;
    }

    private static ProcessBuilder on(Lan.Host host, String... args) {
        return on(host, java(Main.class, args));
    }

    private static ProcessBuilder on(Lan.Host host, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(host.command(command.toArray(String[]::new)));
        builder.environment().remove("SLEUTH_INTERFACE");
        return builder;
    }

    private static List<String> java(Class<?> main, String... args) {
        // Whoever runs the tests may ignore SIGINT, which children would inherit: a terminal's do not.
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT",
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(args));
        return command;
    }

    /** A UDP port that nobody uses right now. */
    static String freePort() {
        try (DatagramSocket socket = new DatagramSocket()) {
            return Integer.toString(socket.getLocalPort());
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    private void read() {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
            }
        } catch (IOException ended) {
            // Nothing more to come.
        }
    }

    /** Waits for a line that matches, and returns it. */
    String line(Predicate<String> which) {
        try {
            return await().atMost(SOON)
                    .until(() -> lines.stream().filter(which).findFirst().orElse(null), found -> found != null);
        } catch (ConditionTimeoutException never) {
            throw new AssertionError("no such line in " + SOON + ", only:\n" + String.join("\n", lines), never);
        }
    }

    /** The identity that a peer begins with. */
    String id() {
        return line(line -> line.matches("[0-9A-F]{32} .*")).substring(0, 32);
    }

    /** Writes a line to its standard input. */
    void say(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** @param name such as STOP and CONT */
    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    /** What Ctrl-C does. */
    void interrupt() throws IOException, InterruptedException {
        signal("INT");
        assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS))
                .as("ends when it is interrupted")
                .isTrue();
        reader.join();
    }

    /** Its exit code, when it has ended. */
    int exit() throws InterruptedException {
        assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS))
                .as("ends")
                .isTrue();
        reader.join();
        return process.exitValue();
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
