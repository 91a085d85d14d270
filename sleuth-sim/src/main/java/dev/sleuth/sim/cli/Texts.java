package dev.sleuth.sim.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How figures are written. */
final class Texts {
    private Texts() {}

    /** Nanoseconds as {@code 12.3 s}. */
    static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / (double) TimeUnit.SECONDS.toNanos(1));
    }

    /** {@code 1 call, 0 failed}. */
    static String calls(long calls, long failed) {
        return calls + (calls == 1 ? " call, " : " calls, ") + failed + " failed";
    }

    /** Messages of libraries may have several lines; an error here has one. */
    static String oneLine(@Nullable String message) {
        return message == null ? "" : message.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** Why reading or writing a file failed, without its path, which {@code e} may or may not repeat. */
    static String reason(Exception e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file or folder";
        } else if (e instanceof AccessDeniedException) {
            return "access denied";
        }
        return oneLine(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }
}
