package dev.sleuth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** The machine's own account of its processor time: a figure is worth little while others work on the same cores. */
final class Machine {
    private static final Path STAT = Path.of("/proc/stat");
    // Linux shows this file to programs in hundredths of a second, whatever the kernel's own clock.
    private static final long TICK_NANOS = 10_000_000;
    // "cpu", user, nice, system, idle, iowait, irq, softirq, steal. Interrupts belong to it: whatever process they hit
    // is
    // charged for them.
    private static final int[] BUSY = {1, 2, 3, 6, 7, 8};

    private Machine() {}

    /** What it is, for the report. */
    static String describe() {
        return String.format(
                "JDK %s, %s, %d cores",
                Runtime.version(),
                System.getProperty("os.name"),
                Runtime.getRuntime().availableProcessors());
    }

    /** The processor time that all programs, and other machines on the same host, used so far; nanoseconds. */
    static long busy() throws IOException {
        String[] words = Files.readAllLines(STAT).get(0).split(" +");
        return IntStream.of(BUSY).mapToLong(i -> Long.parseLong(words[i])).sum() * TICK_NANOS;
    }
}
