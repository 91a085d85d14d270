package dev.sleuth.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.sim.journal.Entry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StatusLineTest {
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final StatusLine line = new StatusLine(terminal(80), seconds(20));

    @Test
    void tells_the_time_the_calls_and_the_last_step() {
        line.accept(new Entry.Stepped(seconds(5), 1, "crash echo-1"));
        line.accept(call(seconds(6), 200));
        line.accept(call(seconds(7), 503));
        assertThat(line.text()).isEqualTo("7.0 s of 20.0 s  2 calls, 1 failed  crash echo-1");
    }

    @Test
    void never_fills_the_whole_width_of_the_terminal() {
        StatusLine narrow = new StatusLine(terminal(40), seconds(20));
        narrow.accept(new Entry.Stepped(seconds(5), 1, "freeze echo-1 and echo-2 and echo-3 for 4 s"));
        assertThat(narrow.text()).hasSize(39);
    }

    @Test
    void the_time_does_not_run_backwards_when_threads_overtake_each_other() {
        line.accept(call(seconds(7), 200));
        line.accept(call(seconds(6), 200));
        assertThat(line.text()).startsWith("7.0 s");
    }

    @Test
    void is_redrawn_in_place() {
        line.draw();
        line.draw();
        assertThat(shown()).isEqualTo("\r\033[K0.0 s of 20.0 s  0 calls, 0 failed".repeat(2));
    }

    @Test
    void leaves_an_empty_line_and_is_not_drawn_again() {
        line.draw();
        line.close();
        line.draw();
        assertThat(shown()).endsWith("failed\r\033[K");
    }

    private Terminal terminal(int columns) {
        PrintStream out = new PrintStream(screen, true, StandardCharsets.UTF_8);
        return new Terminal(out, out, true, false, columns);
    }

    private String shown() {
        return screen.toString(StandardCharsets.UTF_8);
    }

    private static Entry call(long at, int status) {
        return new Entry.Called(at, at, "caller-1", 0, "echo", "echo-1", status, 0, 1);
    }

    private static long seconds(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
