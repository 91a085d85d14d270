package dev.sleuth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Measures all contenders, or keeps one under load for a profiler. */
public final class Bench {
    private static final int PROFILE_CALLERS = 64;

    private Bench() {}

    /** Takes no arguments: see {@link Options}. */
    public static void main(String[] args) throws InterruptedException {
        try {
            Options options = Options.fromProperties();
            if (options.profile().isEmpty()) {
                measure(options);
            } else {
                profile(options);
            }
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void measure(Options options) throws IOException, InterruptedException {
        Map<String, Results> passes = new LinkedHashMap<>();
        for (String pass : options.passes()) {
            passes.put(pass, new Rounds(options, pass).run());
        }
        String report = Report.of(options, passes);
        Path file = options.out().resolve("bench.md");
        Files.writeString(file, report);
        System.err.println("the report, also in " + file + ":");
        System.out.print(report);
    }

    private static void profile(Options options) throws IOException, InterruptedException {
        try (Duo duo = Duo.start(options.profile(), options, false, true)) {
            System.err.println(duo.pids());
            duo.warmUp(options.warmup());
            System.err.println("warm: " + options.seconds() + " s of load begin");
            Sample sample = duo.load(PROFILE_CALLERS, options.millis());
            System.out.printf(
                    "%s, %d callers: %,.0f calls/s, p50 %.1f µs, p99 %.1f µs, %.1f µs CPU per call, %d failed%n",
                    duo.name(),
                    PROFILE_CALLERS,
                    sample.rate(),
                    sample.p50(),
                    sample.p99(),
                    sample.cpu(),
                    sample.failures());
        }
        System.err.println("recordings: " + options.out().resolve("bench-" + options.profile() + "-*.jfr"));
    }
}
