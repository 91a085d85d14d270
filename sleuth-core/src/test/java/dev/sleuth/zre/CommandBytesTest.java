package dev.sleuth.zre;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The commands against bytes written by hand from RFC 36. Every first frame begins with the signature {@code AA A1},
 * the command, the version {@code 02}, and the sequence in two bytes, the high one first.
 */
class CommandBytesTest {
    private static final Message.Frames CONTENT = new Message.Frames(List.of(new byte[] {1, 2}, new byte[0]));

    @Test
    void hello() throws Exception {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("k", "v");
        headers.put("", "");
        // 01 hello, sequence 1; "t" as a string (1 byte of length); 2 groups (4 bytes), each a long string (4 bytes of
        // length): "g", "hh"; status 255; name "n"; 2 headers (4 bytes): string "k", long string "v", and two empty
        // ones.
        both(
                new Message.Hello(1, "t", List.of("g", "hh"), 255, "n", headers),
                "AAA101020001 0174 00000002 0000000167 000000026868 FF 016E 00000002 016B0000000176 0000000000");
    }

    @Test
    void whisper() throws Exception {
        // 02 whisper, sequence 65535, no fields; then the frames of the content, of which one is empty.
        both(new Message.Whisper(0xFFFF, CONTENT), "AAA10202FFFF", "0102", "");
    }

    @Test
    void shout() throws Exception {
        // 03 shout, sequence 0, the group "CHAT" as a string; then the frames of the content.
        both(new Message.Shout(0, "CHAT", CONTENT), "AAA103020000 0443484154", "0102", "");
    }

    @Test
    void join() throws Exception {
        // 04 join, sequence 256, the group "CHAT" as a string, status 3.
        both(new Message.Join(256, "CHAT", 3), "AAA104020100 0443484154 03");
    }

    @Test
    void leave() throws Exception {
        // 05 leave, sequence 258, a group of two letters outside of ASCII (four bytes in UTF-8), status 0.
        both(new Message.Leave(258, "\u00E4\u00F6", 0), "AAA105020102 04C3A4C3B6 00");
    }

    @Test
    void pingAndItsAnswer() throws Exception {
        both(new Message.Ping(0x1234), "AAA106021234");
        both(new Message.PingOk(0x8001), "AAA107028001");
    }

    @Test
    void electionAndGoodbyeOfNewerPeersAreReadAsSomethingWeDoNotSpeak() throws Exception {
        // 08 elect: group "G", challenger "A"; 09 leader: group "G", leader "A"; 0A goodbye. Their fields are passed
        // over.
        assertThat(decode("AAA108020005 0147 0141")).isEqualTo(new Message.Other(5, 8));
        assertThat(decode("AAA109020006 0147 0141")).isEqualTo(new Message.Other(6, 9));
        assertThat(decode("AAA10A020007")).isEqualTo(new Message.Other(7, 10));
    }

    @Test
    void everyKindOfMessageSurvives() throws Exception {
        Map<Class<?>, Message> examples = new LinkedHashMap<>();
        for (Message message : List.of(
                new Message.Hello(1, "tcp://10.0.0.1:5001", List.of("a"), 1, "name", Map.of("k", "v")),
                new Message.Whisper(2, CONTENT),
                new Message.Shout(3, "group", CONTENT),
                new Message.Join(4, "group", 5),
                new Message.Leave(6, "group", 7),
                new Message.Ping(8),
                new Message.PingOk(9),
                new Message.Other(10, 8))) {
            examples.put(message.getClass(), message);
        }
        assertThat(examples).containsOnlyKeys(Message.class.getPermittedSubclasses());
        for (Message message : examples.values()) {
            assertThat(Codec.decode(List.of(Codec.encode(message))))
                    .usingRecursiveComparison()
                    .isEqualTo(message);
        }
    }

    private static void both(Message message, String... frames) throws MalformedException {
        assertThat(Codec.encode(message)).isDeepEqualTo(bytes(frames).toArray(new byte[0][]));
        assertThat(decode(frames)).usingRecursiveComparison().isEqualTo(message);
    }

    private static Message decode(String... frames) throws MalformedException {
        return Codec.decode(bytes(frames));
    }

    private static List<byte[]> bytes(String... frames) {
        return List.of(frames).stream()
                .map(hex -> HexFormat.of().parseHex(hex.replace(" ", "")))
                .toList();
    }
}
