package dev.sleuth.sim.world.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The process that a run's containers belong to, so that a later one can tell whether it is still there. A process id
 * alone would not do: ids come again after a while, all of them after a boot, and in every process namespace.
 *
 * @param boot the kernel's id of this boot
 * @param space the namespace that the process id counts in
 * @param pid the process id
 * @param start when the process started, in the kernel's ticks since the boot
 */
record Owner(String boot, String space, long pid, String start) {
    /** What becomes of what an owner has left. */
    enum Fate {
        /** It goes on: what it has is its own. */
        ALIVE,
        /** It is gone: what it left may be removed. */
        DEAD,
        /** It cannot be seen from here. */
        UNKNOWN
    }

    private static final String BOOT = "dev.sleuth.owner.boot";
    private static final String SPACE = "dev.sleuth.owner.space";
    private static final String PID = "dev.sleuth.owner.pid";
    private static final String START = "dev.sleuth.owner.start";
    private static final Path PROC = Path.of("/proc");
    /** In {@code /proc/PID/stat}, after the process's name and the bracket that closes it. */
    private static final int FIELDS_BEFORE_START = 19;

    /** This process. */
    static Owner self() {
        long pid = ProcessHandle.current().pid();
        return new Owner(
                read(PROC.resolve("sys/kernel/random/boot_id")), ownSpace(), pid, startOf(PROC, Long.toString(pid)));
    }

    private static String ownSpace() {
        try {
            return Files.readSymbolicLink(PROC.resolve("self/ns/pid")).toString();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    /** When a process started; empty if there is none. */
    static String startOf(Path proc, String pid) {
        try {
            String stat = Files.readString(proc.resolve(pid).resolve("stat"));
            // The name stands in brackets and may hold anything, also blanks and brackets.
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[FIELDS_BEFORE_START];
        } catch (IOException gone) {
            return "";
        }
    }

    Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(BOOT, boot);
        labels.put(SPACE, space);
        labels.put(PID, Long.toString(pid));
        labels.put(START, start);
        return labels;
    }

    /** Who is written on a container; null if nobody is. */
    @Nullable
    static Owner of(Map<String, String> labels) {
        String pid = labels.getOrDefault(PID, "");
        if (!pid.matches("\\d{1,18}") || !labels.containsKey(BOOT)) {
            return null;
        }
        return new Owner(
                labels.get(BOOT), labels.getOrDefault(SPACE, ""), Long.parseLong(pid), labels.getOrDefault(START, ""));
    }

    /**
     * Whether this owner is still there, as seen by another process.
     *
     * @param local whether the engine runs on the observer's own kernel; if not, its containers may have owners on any
     *     machine
     */
    Fate seenBy(Owner observer, boolean local) {
        return seenBy(observer, local, PROC);
    }

    Fate seenBy(Owner observer, boolean local, Path proc) {
        if (!boot.equals(observer.boot)) {
            return local ? Fate.DEAD : Fate.UNKNOWN;
        }
        if (!space.equals(observer.space)) {
            return Fate.UNKNOWN;
        }
        String now = startOf(proc, Long.toString(pid));
        return !now.isEmpty() && now.equals(start) ? Fate.ALIVE : Fate.DEAD;
    }
}
