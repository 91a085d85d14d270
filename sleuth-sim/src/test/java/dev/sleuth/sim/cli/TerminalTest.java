package dev.sleuth.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
    @Test
    void without_a_width_it_is_a_file_or_a_pipe() {
        Terminal terminal = Terminal.ofProcess(null, Map.of());
        assertThat(terminal.live()).isFalse();
        assertThat(terminal.colours()).isFalse();
        assertThat(terminal.columns()).isEqualTo(80);
    }

    @Test
    void a_terminal_is_coloured() {
        Terminal terminal = Terminal.ofProcess("132", Map.of());
        assertThat(terminal.live()).isTrue();
        assertThat(terminal.colours()).isTrue();
        assertThat(terminal.columns()).isEqualTo(132);
    }

    @Test
    void no_color_is_honoured_unless_it_is_empty() {
        assertThat(Terminal.ofProcess("80", Map.of("NO_COLOR", "1")).colours()).isFalse();
        assertThat(Terminal.ofProcess("80", Map.of("NO_COLOR", "1")).live()).isTrue();
        assertThat(Terminal.ofProcess("80", Map.of("NO_COLOR", "")).colours()).isTrue();
    }

    @Test
    void a_dumb_terminal_gets_plain_lines() {
        Terminal terminal = Terminal.ofProcess("80", Map.of("TERM", "dumb"));
        assertThat(terminal.live()).isFalse();
        assertThat(terminal.colours()).isFalse();
    }

    @Test
    void a_width_that_cannot_be_is_taken_as_80() {
        assertThat(Terminal.ofProcess("0", Map.of()).columns()).isEqualTo(80);
        assertThat(Terminal.ofProcess("wide", Map.of()).columns()).isEqualTo(80);
    }

    @Test
    void only_on_a_terminal_the_last_line_is_ended() {
        assertThat(written(true, "hello")).isEqualTo("hello\n");
        assertThat(written(true, "hello\n")).isEqualTo("hello\n");
        assertThat(written(true, "")).isEmpty();
        assertThat(written(false, "hello")).isEqualTo("hello");
    }

    private static String written(boolean live, String body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream printer = new PrintStream(out, true, StandardCharsets.UTF_8);
        new Terminal(printer, printer, live, false, 80).write(body.getBytes(StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }
}
