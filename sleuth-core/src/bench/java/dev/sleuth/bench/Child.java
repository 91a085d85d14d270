package dev.sleuth.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A process that runs an {@link Side}, seen from who started it. */
final class Child implements AutoCloseable {
    private final String name;
    private final Path log;
    private final Process process;
    private final PrintWriter orders;
    private final BlockingQueue<Optional<String>> answers = new LinkedBlockingQueue<>();

    /**
     * Starts it.
     *
     * @param name for messages
     * @param log where its standard error goes
     */
    Child(String name, Path log, List<String> command) throws IOException {
        this.name = name;
        this.log = log;
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        // The benchmark never leaves the machine.
        builder.environment().put("SLEUTH_INTERFACE", "lo");
        process = builder.start();
        orders = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "answers of " + name);
        reader.setDaemon(true);
        reader.start();
    }

    /** Its next line of answer. */
    String answer(long withinMillis) throws IOException, InterruptedException {
        Optional<String> line = answers.poll(withinMillis, TimeUnit.MILLISECONDS);
        if (line == null) {
            throw new IOException(name + " said nothing for " + withinMillis + " ms; see " + log);
        }
        return line.orElseThrow(() -> new IOException(name + " ended on its own; see " + log));
    }

    void order(String line) {
        orders.println(line);
    }

    Path log() {
        return log;
    }

    long pid() {
        return process.pid();
    }

    /** The processor time that it has used so far, nanoseconds, in steps of 10 ms. */
    long cpu() throws IOException {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new IOException("the processor time of " + name + " cannot be read"))
                .toNanos();
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            reader.lines().map(Optional::of).forEach(answers::add);
        } catch (IOException | UncheckedIOException e) {
            System.err.println("the answers of " + name + " cannot be read: " + e.getMessage());
        }
        answers.add(Optional.empty());
    }

    /** Ends it, in good order if it can. */
    @Override
    public void close() {
        orders.close();
        try {
            if (process.waitFor(5, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
