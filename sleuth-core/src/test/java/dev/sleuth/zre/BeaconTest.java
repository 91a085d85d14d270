package dev.sleuth.zre;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Datagrams from anybody who can send one. */
class BeaconTest {
    private static final PeerId PEER = PeerId.parse("00112233445566778899AABBCCDDEEFF");

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 5670, 65_535})
    void survives(int port) {
        Beacon beacon = new Beacon(PEER, port);
        byte[] bytes = beacon.encode();
        assertThat(bytes).hasSize(22);
        assertThat(Beacon.decode(bytes, 22)).isEqualTo(beacon);
    }

    @Test
    void isWhatTheRfcSays() {
        // "ZRE", version 1, the 16 bytes of the identity, the port with the high byte first.
        assertThat(new Beacon(PEER, 0x1234).encode())
                .asHexString()
                .isEqualTo("5A5245" + "01" + "00112233445566778899AABBCCDDEEFF" + "1234");
    }

    @Test
    void isReadFromTheStartOfALargerBuffer() {
        byte[] buffer = Arrays.copyOf(new Beacon(PEER, 7).encode(), 2_000);
        assertThat(Beacon.decode(buffer, 22)).isEqualTo(new Beacon(PEER, 7));
    }

    @Test
    void ofAnyOtherLengthIsNone() {
        byte[] buffer = Arrays.copyOf(new Beacon(PEER, 7).encode(), 2_000);
        for (int length = 0; length < buffer.length; length++) {
            if (length != 22) {
                assertThat(Beacon.decode(buffer, length)).as("%d bytes", length).isNull();
            }
        }
    }

    @Test
    void withAnotherPrefixOrVersionIsNone() {
        for (int at = 0; at < 4; at++) {
            byte[] bytes = new Beacon(PEER, 7).encode();
            bytes[at]++;
            assertThat(Beacon.decode(bytes, 22)).as("byte %d", at).isNull();
        }
        // Zyre's secure form: version 3 and a key of 32 bytes more.
        byte[] secure = Arrays.copyOf(new Beacon(PEER, 7).encode(), 54);
        secure[3] = 3;
        assertThat(Beacon.decode(secure, 54)).isNull();
    }

    /** A name for each guard: what is counted under it tells what is wrong with the sender. */
    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
          ''                                                 | beacon-length
          5A5245                                             | beacon-length
          5A524501                                           | beacon-length
          5A524501 00112233445566778899AABBCCDDEEFF 12       | beacon-length
          5A524501 00112233445566778899AABBCCDDEEFF 1234 56  | beacon-length
          5B524501 00112233445566778899AABBCCDDEEFF 1234     | beacon-signature
          5A534501 00112233445566778899AABBCCDDEEFF 1234     | beacon-signature
          5A524601 00112233445566778899AABBCCDDEEFF 1234     | beacon-signature
          5A524503 00112233445566778899AABBCCDDEEFF 1234     | beacon-version
          5A524500 00112233445566778899AABBCCDDEEFF 1234     | beacon-version
          """)
    void hasAFlawWithAName(String hex, String reason) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertThat(Beacon.flaw(bytes, bytes.length)).isEqualTo(reason);
        assertThat(Beacon.decode(bytes, bytes.length)).isNull();
    }

    @Test
    void hasNoFlawIfItIsOne() {
        assertThat(Beacon.flaw(new Beacon(PEER, 7).encode(), 22)).isNull();
    }

    @Test
    void ofRandomBytesNeverThrows() {
        Random random = new Random(36);
        byte[] good = new Beacon(PEER, 7).encode();
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = HostileFramesTest.mutated(good, random);
            Beacon beacon = Beacon.decode(bytes, bytes.length);
            assertThat(beacon == null || beacon.port() >= 0 && beacon.port() <= 0xFFFF)
                    .isTrue();
        }
    }
}
