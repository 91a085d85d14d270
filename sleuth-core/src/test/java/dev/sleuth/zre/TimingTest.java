package dev.sleuth.zre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimingTest {
    @Test
    void theTableOfPresetsTellsTheTruth() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "architecture.md"));
        Map.of("`LAN` (default)", Timing.LAN, "`ORIGINAL`", Timing.ORIGINAL, "`WAN`", Timing.WAN)
                .forEach((name, timing) -> assertThat(page).contains("| " + name + " | " + row(timing) + " |"));
    }

    private static String row(Timing timing) {
        return Stream.of(
                        timing.beacon(),
                        timing.quiet(),
                        timing.gone(),
                        timing.hello(),
                        timing.patience(),
                        timing.suspicion())
                .map(time -> time.toMillis() % 1_000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms")
                .collect(Collectors.joining(" | "));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 300, 800, 3000, 100, 150",
        "-1, 300, 800, 3000, 100, 150",
        "250, 249, 800, 3000, 100, 150",
        "250, 300, 300, 3000, 100, 150",
        "250, 300, 800, 299, 100, 150",
        "250, 300, 800, 3000, 0, 150",
        "250, 300, 800, 3000, 100, 0",
    })
    void whatCannotBeIsRefused(long beacon, long quiet, long gone, long hello, long patience, long suspicion) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Timing(
                        Duration.ofMillis(beacon),
                        Duration.ofMillis(quiet),
                        Duration.ofMillis(gone),
                        Duration.ofMillis(hello),
                        Duration.ofMillis(patience),
                        Duration.ofMillis(suspicion)))
                .withMessageStartingWith("timing needs ");
    }
}
