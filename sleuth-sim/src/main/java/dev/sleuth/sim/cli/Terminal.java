package dev.sleuth.sim.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;

/**
 * Where a command writes to.
 *
 * @param out for results
 * @param err for what went wrong
 * @param live whether {@code out} is a terminal on which a line can be redrawn
 * @param colours whether {@code out} may be coloured
 * @param columns how wide a line may be
 */
record Terminal(PrintStream out, PrintStream err, boolean live, boolean colours, int columns) {
    /** Back to the first column, and all that stands in the line away. */
    static final String ERASE = "\r\033[K";

    private static final int COLUMNS = 80;

    /**
     * The process's own.
     *
     * @param columns as the launcher found them; null where standard output is no terminal. (Java itself cannot tell:
     *     {@code System.console()} asks about the input too, and answers differently from JDK to JDK)
     * @param environment the process's
     */
    static Terminal ofProcess(@Nullable String columns, Map<String, String> environment) {
        boolean live = columns != null && !"dumb".equals(environment.get("TERM"));
        boolean colours = live && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(utf8(FileDescriptor.out), utf8(FileDescriptor.err), live, colours, width(columns));
    }

    /** One that is no terminal: a file, a pipe, a test. */
    static Terminal plain(PrintStream out, PrintStream err) {
        return new Terminal(out, err, false, false, COLUMNS);
    }

    /** Whatever the locale says: a unit such as the microsecond's must not come out as a question mark. */
    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    private static int width(@Nullable String columns) {
        try {
            int width = columns == null ? 0 : Integer.parseInt(columns);
            return width > 0 ? width : COLUMNS;
        } catch (NumberFormatException e) {
            return COLUMNS;
        }
    }

    /** Writes bytes as they are; only on a terminal it ends their last line, or the prompt would stand in it. */
    void write(byte[] bytes) {
        out.write(bytes, 0, bytes.length);
        if (live && bytes.length > 0 && bytes[bytes.length - 1] != '\n') {
            out.println();
        }
        out.flush();
    }

    /** Says something beside a line that may be redrawn at the same time. */
    void say(String line) {
        out.print((live ? ERASE : "") + line + "\n");
        out.flush();
    }

    ColorScheme scheme() {
        return Help.defaultColorScheme(colours ? Ansi.ON : Ansi.OFF);
    }
}
