package dev.sleuth.sim.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The command as a test sees it: words in, an exit code and two texts out. */
record Cli(int code, String out, String err) {
    /** Runs the command with {@code maker} behind both worlds. */
    static Cli run(Worlds.Maker maker, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = Terminal.plain(printer(out), printer(err));
        Map<String, Worlds.Maker> makers = new LinkedHashMap<>();
        makers.put("jvm", maker);
        makers.put("virtual", maker);
        int code = Main.execute(terminal, new Worlds(makers), args);
        return new Cli(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** What went wrong, line by line. */
    List<String> complaints() {
        return err.lines().toList();
    }

    private static PrintStream printer(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
