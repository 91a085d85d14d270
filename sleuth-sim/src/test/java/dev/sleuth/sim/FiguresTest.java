package dev.sleuth.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 s, 0 s",
        "7, 7 ns, 7 ns",
        "1500, 1.5 µs, 1.5 µs",
        "12345678, 12.3 ms, 12.345678 ms",
        "999999999, 1000 ms, 999.999999 ms",
        "1000000000, 1 s, 1 s",
        "3340000000, 3.34 s, 3.34 s",
        "1234567000000, 1235 s, 1234.567 s",
        "100000000, 100 ms, 100 ms"
    })
    void times_have_three_digits_or_all(long nanos, String rounded, String exact) {
        assertThat(Figures.time(nanos)).isEqualTo(rounded);
        assertThat(Figures.exactTime(nanos)).isEqualTo(exact);
    }

    @Test
    void a_time_beside_its_limit_never_looks_the_same_unless_it_is() {
        assertThat(Figures.timeBeside(100_040_000, 100_000_000)).isEqualTo("100.04 ms");
        assertThat(Figures.timeBeside(100_000_000, 100_000_000)).isEqualTo("100 ms");
        assertThat(Figures.timeBeside(123_456_789, 100_000_000)).isEqualTo("123 ms");
    }

    @Test
    void counts_and_shares_read_well() {
        assertThat(Figures.count(1, "call")).isEqualTo("1 call");
        assertThat(Figures.count(12_345, "call")).isEqualTo("12,345 calls");
        assertThat(Figures.percent(1.0 / 3)).isEqualTo("33.3%");
        assertThat(Figures.percent(0.3)).isEqualTo("30%");
    }
}
