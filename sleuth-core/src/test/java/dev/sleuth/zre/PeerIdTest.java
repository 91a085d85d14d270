package dev.sleuth.zre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerIdTest {
    private static final String HEX = "00112233445566778899AABBCCDDEEFF";

    @Test
    void isTheSameAsTextBytesAndUuid() {
        PeerId id = PeerId.parse(HEX);
        assertThat(id).hasToString(HEX).isEqualTo(PeerId.parse(HEX.toLowerCase(Locale.ROOT)));
        assertThat(id.name()).isEqualTo("001122");
        assertThat(id).isEqualTo(PeerId.of(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff")));
        ByteBuffer bytes = ByteBuffer.allocate(18).put((byte) 9);
        id.write(bytes);
        assertThat(PeerId.read(bytes.array(), 1)).isEqualTo(id);
    }

    @Test
    void isOrderedAsAnUnsignedNumber() {
        assertThat(PeerId.parse("7F" + "0".repeat(30))).isLessThan(PeerId.parse("80" + "0".repeat(30)));
        assertThat(PeerId.parse("0".repeat(16) + "7F" + "0".repeat(14)))
                .isLessThan(PeerId.parse("0".repeat(16) + "80" + "0".repeat(14)));
        assertThat(PeerId.parse("F".repeat(32))).isEqualByComparingTo(new PeerId(-1, -1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00112233445566778899AABBCCDDEEF",
                "00112233445566778899AABBCCDDEEFF0",
                "+0112233445566778899AABBCCDDEEFF",
                "-0112233445566778899AABBCCDDEEFF",
                "00112233-4455-6677-8899-AABBCCDD",
                "0011223344556677+899AABBCCDDEEFF",
                "0011223344556677 899AABBCCDDEEFF",
                "G0112233445566778899AABBCCDDEEFF",
                "\u06600112233445566778899AABBCCDDEEFF",
                "\uFF110112233445566778899AABBCCDDEEFF"
            })
    void isNothingElseThan32HexadecimalDigits(String text) {
        assertThatThrownBy(() -> PeerId.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("32 hexadecimal digits");
    }
}
