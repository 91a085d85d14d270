package dev.sleuth.siege;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One of the processes: a line goes in, a line comes out. It ends when its input does. */
final class Child implements AutoCloseable {
    private final String what;
    private final Process process;
    private final PrintWriter in;
    private final BufferedReader out;

    /** @param cores where its threads run, as taskset writes it */
    Child(String cores, String heap, Class<?> program, List<String> arguments) throws IOException {
        this.what = program.getSimpleName();
        List<String> command = new ArrayList<>(List.of("taskset", "-c", cores));
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.add("-Xmx" + heap);
        // To count what is in use (State) the heap is collected whole, which has it shrink: it would be collected all
        // the
        // more often in the attack that comes next, and by chance more in the one run than in the other.
        command.add("-Xms" + heap);
        // The second compiler works for minutes, and takes as much time as an attack does: that would be measured.
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(program.getName());
        command.addAll(arguments);
        this.process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.in = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    void say(String line) {
        in.println(line);
    }

    /** The next line it says. */
    String hear() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException(what + " has ended before it answered");
        }
        return line;
    }

    String ask(String line) throws IOException {
        say(line);
        return hear();
    }

    @Override
    public void close() {
        in.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stop) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
