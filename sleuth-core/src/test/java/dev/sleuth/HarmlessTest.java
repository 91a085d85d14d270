package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HarmlessTest {
    @Test
    void whatIsNoVisibleCharacterIsAQuestionMark() {
        assertThat(Harmless.text("tea\r\n\u001b[31m\u2028\u202e\u0085.")).isEqualTo("tea???[31m???.");
        assertThat(Harmless.text("Käse und 茶")).isEqualTo("Käse und 茶");
    }

    @Test
    void whatIsLongIsCut() {
        assertThat(Harmless.text("x".repeat(1_000_000))).isEqualTo("x".repeat(200) + "...");
    }
}
