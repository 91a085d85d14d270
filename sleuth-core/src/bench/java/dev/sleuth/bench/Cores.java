package dev.sleuth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The cores that this process may use, and how to keep a child on one of them. */
final class Cores {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String ALLOWED = "Cpus_allowed_list:";
    private static final List<Path> TASKSET = List.of(Path.of("/usr/bin/taskset"), Path.of("/bin/taskset"));

    private static final String FREE_ONLY = "-Dbench.passes=" + Options.FREE;

    private Cores() {}

    /** What to put before a command to keep it on the n-th allowed core; throws if that cannot be done here. */
    static List<String> pin(int n) throws IOException {
        Path taskset = TASKSET.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(
                        () -> new IOException("pinning needs taskset (util-linux); leave it out with " + FREE_ONLY));
        List<Integer> allowed = allowed();
        if (allowed.size() <= n) {
            throw new IOException("pinning needs a core for each of the two processes; leave it out with " + FREE_ONLY);
        }
        return List.of(taskset.toString(), "-c", Integer.toString(allowed.get(n)));
    }

    private static List<Integer> allowed() throws IOException {
        String list = Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith(ALLOWED))
                .map(line -> line.substring(ALLOWED.length()).trim())
                .findFirst()
                .orElseThrow(() -> new IOException(STATUS + " does not say which cores are allowed"));
        List<Integer> cores = new ArrayList<>();
        for (String range : list.split(",")) {
            String[] ends = range.split("-");
            IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]))
                    .forEach(cores::add);
        }
        return cores;
    }
}
