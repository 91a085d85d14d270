package dev.sleuth.dashboard.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PlayerTest {
    private final Player player = new Player(100);

    @Test
    void itWaitsAtTheStartUntilItIsPlayed() {
        assertThat(player.at(10)).isZero();
        assertThat(player.at(20)).isZero();
        player.play();
        assertThat(player.at(25)).isEqualTo(5);
    }

    @Test
    void itGoesAsFastAsItIsToldAndStaysWhereItIsPaused() {
        player.at(0);
        player.play();
        player.speed(2);
        assertThat(player.at(10)).isEqualTo(20);
        player.pause();
        assertThat(player.at(50)).isEqualTo(20);
    }

    @Test
    void itEndsAtTheEndAndBeginsAnew() {
        player.at(0);
        player.play();
        assertThat(player.at(500)).isEqualTo(100);
        assertThat(player.playing()).isFalse();

        player.play();
        assertThat(player.at(510)).isEqualTo(10);
    }

    @Test
    void itJumpsBackAndForthAndNoFurtherThanTheEnds() {
        player.seek(70);
        assertThat(player.at(0)).isEqualTo(70);
        player.seek(-5);
        assertThat(player.at(0)).isZero();
        player.seek(170);
        assertThat(player.at(0)).isEqualTo(100);
    }

    @Test
    void itDoesNotGoBackwards() {
        assertThatIllegalArgumentException().isThrownBy(() -> player.speed(0));
        assertThatIllegalArgumentException().isThrownBy(() -> player.speed(Double.NaN));
    }
}
