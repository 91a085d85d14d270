package dev.sleuth.zre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames from a stranger: they are a message or a {@link MalformedException}, and nothing else ever. */
class HostileFramesTest {
    private static final Message.Hello HELLO =
            new Message.Hello(1, "tcp://10.0.0.1:5001", List.of("a", "bb"), 1, "name", Map.of("k", "v"));

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
          ''                                          | first frame of 0 bytes
          AAA1060200                                  | first frame of 5 bytes
          ABA106020001                                | wrong signature
          AAA006020001                                | wrong signature
          AAA106010001                                | version 1
          AAA106030001                                | version 3
          AAA100020001                                | command 0
          AAA10B020001                                | command 11
          AAA1FF020001                                | command -1
          AAA180020001                                | command -128
          AAA103020001                                | truncated: 1 bytes announced, 0 there
          AAA1040200010547                            | truncated: 5 bytes announced, 1 there
          AAA1050200010147                            | truncated: 1 bytes announced, 0 there
          AAA101020001 00 FFFFFFFF                    | 4294967295 groups
          AAA101020001 00 80000000                    | 2147483648 groups
          AAA101020001 00 00000401                    | 1025 groups
          AAA101020001 00 00000400                    | truncated: 4 bytes announced, 0 there
          AAA101020001 00 00000001 FFFFFFFF           | truncated: 4294967295 bytes announced, 0 there
          AAA101020001 00 00000001 7FFFFFFF 01        | truncated: 2147483647 bytes announced, 1 there
          AAA101020001 00 00000000 01 00 FFFFFFFF     | 4294967295 headers
          AAA101020001 00 00000000 01 00 00000001 02  | truncated: 2 bytes announced, 0 there
          """)
    void isMalformed(String hex, String why) {
        byte[] frame = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertThatThrownBy(() -> Codec.decode(List.of(frame)))
                .isInstanceOf(MalformedException.class)
                .hasMessage(why);
    }

    @Test
    void noFrameAtAllIsMalformed() {
        assertThatThrownBy(() -> Codec.decode(List.of()))
                .isInstanceOf(MalformedException.class)
                .hasMessage("no frame");
    }

    @Test
    void aHelloCutAnywhereIsMalformed() {
        byte[] whole = Codec.encode(HELLO)[0];
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Codec.decode(List.of(cut)))
                    .as("%d bytes", length)
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void aFirstFrameThatIsTooLongIsMalformedBecauseItsHeadersWouldBeKept() {
        Message.Hello long1 =
                new Message.Hello(1, "", List.of(), 1, "", Map.of("k", "v".repeat(Codec.MAX_FIRST_FRAME)));
        assertThatThrownBy(() -> Codec.decode(List.of(Codec.encode(long1)))).isInstanceOf(MalformedException.class);
    }

    @Test
    void whatFollowsTheFieldsIsPassedOver() throws Exception {
        byte[] whole = Codec.encode(HELLO)[0];
        assertThat(Codec.decode(List.of(Arrays.copyOf(whole, whole.length + 9), new byte[3])))
                .isEqualTo(HELLO);
    }

    @Test
    void textThatIsNotUtf8AndRepeatedFieldsAreRead() throws Exception {
        // Two headers "k": the last counts. Two groups "g": one. The name is the byte FF, which is not UTF-8.
        String hex = "AAA101020001 00 00000002 0000000167 0000000167 01 01FF 00000002 016B0000000131 016B0000000132";
        Message.Hello hello =
                (Message.Hello) Codec.decode(List.of(HexFormat.of().parseHex(hex.replace(" ", ""))));
        assertThat(hello.groups()).containsExactly("g");
        assertThat(hello.name()).isEqualTo("\uFFFD");
        assertThat(hello.headers()).hasToString("{k=2}");
    }

    @Test
    void aHundredThousandMutationsAreAMessageOrMalformed() {
        List<byte[]> good = new ArrayList<>();
        for (Message message : List.of(
                HELLO,
                new Message.Join(2, "group", 2),
                new Message.Leave(3, "group", 3),
                new Message.Shout(4, "group", new Message.Frames(List.of())),
                new Message.Ping(5))) {
            good.add(Codec.encode(message)[0]);
        }
        Random random = new Random(36);
        int malformed = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] frame = mutated(good.get(random.nextInt(good.size())), random);
            try {
                assertThat(Codec.decode(List.of(frame))).isNotNull();
            } catch (MalformedException expected) {
                malformed++;
            }
        }
        assertThat(malformed).isBetween(10_000, 90_000);
    }

    /** A copy with a few bytes changed, and now and then cut or made longer. */
    static byte[] mutated(byte[] good, Random random) {
        byte[] bytes = good.clone();
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int at = random.nextInt(bytes.length);
            bytes[at] = random.nextBoolean() ? (byte) random.nextInt() : (byte) (bytes[at] ^ 1 << random.nextInt(8));
        }
        return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(2 * bytes.length)) : bytes;
    }
}
