package dev.sleuth.sim.world.docker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@code ldd} says: which shared libraries programs need, the loader among them. Pure. */
final class Libraries {
    /** {@code libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x0..)} or {@code /lib64/ld-linux-x86-64.so.2 (0x0..)}. */
    private static final Pattern PLACE = Pattern.compile("^\\s+(?:\\S+ => )?(/\\S+) \\(0x[0-9a-f]+\\)$");

    private Libraries() {}

    /**
     * The libraries of the system, each once, in the order of the first time.
     *
     * @param own where the programs have libraries of their own, which are not told
     */
    static List<Path> parse(String said, Path own) {
        List<Path> libraries = new ArrayList<>();
        for (String line : said.split("\n", -1)) {
            Matcher matcher = PLACE.matcher(line.stripTrailing());
            if (matcher.matches()) {
                Path library = Path.of(matcher.group(1)).normalize();
                if (!library.startsWith(own) && !libraries.contains(library)) {
                    libraries.add(library);
                }
            }
        }
        return libraries;
    }
}
