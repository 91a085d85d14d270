package dev.sleuth.zre;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;

/** Any frames are a message that survives another round trip, no larger than what it came from, or malformed. */
public final class CodecFuzz {
    private CodecFuzz() {}

    private static final char REPLACED = '\uFFFD';

    /** Called by the fuzzer. Where the first frame ends stands in the first byte: content only follows short ones. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        List<byte[]> frames = frames(bytes);
        Message message;
        try {
            message = Codec.decode(frames);
        } catch (MalformedException expected) {
            assertThat(expected.getMessage()).isNotEmpty().hasSizeLessThan(100);
            return;
        }
        assertThat(message.sequence()).isBetween(0, 0xFFFF);
        if (message instanceof Message.Hello hello) {
            assertThat(letters(hello)).isLessThanOrEqualTo(frames.get(0).length);
            assertThat(hello.groups()).hasSizeLessThanOrEqualTo(Codec.MAX_ENTRIES);
            assertThat(hello.headers()).hasSizeLessThanOrEqualTo(Codec.MAX_ENTRIES);
        }
        // What was not UTF-8 grows when it is written, and may then be too long.
        if (message.toString().indexOf(REPLACED) < 0) {
            survives(message);
        }
    }

    private static List<byte[]> frames(byte[] bytes) {
        if (bytes.length < 2) {
            return bytes.length == 0 ? List.of() : List.of(new byte[0]);
        }
        int end = Math.min(bytes.length, 1 + (bytes[0] & 0xFF));
        byte[] first = Arrays.copyOfRange(bytes, 1, end == 256 ? bytes.length : end);
        return end == 256 || end == bytes.length
                ? List.of(first)
                : List.of(first, Arrays.copyOfRange(bytes, end, bytes.length));
    }

    private static int letters(Message.Hello hello) {
        int letters = hello.endpoint().length() + hello.name().length();
        letters += hello.groups().stream().mapToInt(String::length).sum();
        return letters
                + hello.headers().entrySet().stream()
                        .mapToInt(header ->
                                header.getKey().length() + header.getValue().length())
                        .sum();
    }

    private static void survives(Message message) {
        byte[][] encoded = Codec.encode(message);
        try {
            assertThat(Codec.encode(Codec.decode(List.of(encoded)))).isDeepEqualTo(encoded);
        } catch (MalformedException ours) {
            throw new AssertionError(ours);
        }
    }
}
