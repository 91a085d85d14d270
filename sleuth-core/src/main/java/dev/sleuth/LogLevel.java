package dev.sleuth;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * The original's log levels, each with the level of SLF4J that shows as much. The application decides what is logged,
 * so a level in a file is only held against that.
 */
enum LogLevel {
    SILENT(null),
    ERROR(Level.ERROR),
    BLOCKED(Level.WARN),
    WARN(Level.WARN),
    REJECT(Level.WARN),
    LISTEN(Level.INFO),
    INSTALL(Level.INFO),
    INIT(Level.INFO),
    REQUEST(Level.INFO),
    INFO(Level.INFO),
    DEBUG(Level.DEBUG);

    private static final List<Level> MORE_AND_MORE = List.of(Level.ERROR, Level.WARN, Level.INFO, Level.DEBUG);

    /** Null for nothing at all. */
    private final @Nullable Level level;

    LogLevel(@Nullable Level level) {
        this.level = level;
    }

    /** As a file of the original says it; null if there is no such level. */
    static @Nullable LogLevel of(String word) {
        return Arrays.stream(values())
                .filter(level -> level.word().equals(word))
                .findFirst()
                .orElse(null);
    }

    /** All of them, the quietest first. */
    static List<String> words() {
        return Arrays.stream(values()).map(LogLevel::word).toList();
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What SLF4J calls it. */
    String inSlf4j() {
        return level == null ? "OFF" : level.name();
    }

    /** Tells, in that log, if it shows more or less than this. {@code where} is the file and the line. */
    void compare(Logger log, String where) {
        Level shown = null;
        for (Level each : MORE_AND_MORE) {
            shown = log.isEnabledForLevel(each) ? each : shown;
        }
        if (shown == level) {
            return;
        }
        String hint =
                "{}: \"loglevel\" is \"{}\", but what is logged is decided by SLF4J, which shows {} of {}: set that"
                        + " logger to {} (docs/metrics.md)";
        boolean asksForMore = level != null && (shown == null || level.toInt() < shown.toInt());
        log.atLevel(asksForMore ? Level.WARN : Level.INFO)
                .log(hint, where, word(), shown == null ? "nothing" : shown, log.getName(), inSlf4j());
    }
}
