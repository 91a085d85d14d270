package dev.sleuth.sim.world;

import dev.sleuth.SleuthConfig;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The process in a container of the docker world: one peer that is told what to do on its standard input and tells what
 * happens on its standard output. At the end of its input it ends, for then its harness is gone.
 */
public final class PeerMain {
    private static final int FAILED = 1;

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private PeerMain() {}

    /** Runs until the peer leaves or the input ends. */
    public static void main(String[] args) throws IOException {
        // Whatever else is printed must not get between the reports.
        System.setOut(System.err);
        new PeerMain().run();
    }

    private void run() throws IOException {
        Thread writer = new Thread(this::write, "reports");
        writer.setDaemon(true);
        writer.start();
        JvmWarmUp.run(SleuthConfig.defaults().withInterface("lo").withGroup("warm-up"));
        report(new PeerReport.Warm());
        PeerProcess process = new PeerProcess(this::report);
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                process.take(PeerLines.command(line));
            }
        } catch (InterruptedException | RuntimeException broken) {
            System.err.println(broken);
            Runtime.getRuntime().halt(FAILED);
        }
        // Without a goodbye: who closes the input in the middle of a run was killed.
        Runtime.getRuntime().halt(0);
    }

    /** Never blocks: who reports may be inside the peer's engine. */
    private void report(PeerReport report) {
        lines.add(PeerLines.line(report));
    }

    private void write() {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        try {
            while (true) {
                out.print(lines.take() + "\n");
                if (lines.isEmpty()) {
                    out.flush();
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
