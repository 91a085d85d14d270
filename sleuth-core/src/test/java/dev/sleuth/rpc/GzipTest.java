package dev.sleuth.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any gzip is read, within limits; what is none is refused in one way. */
class GzipTest {
    private static final int LIMIT = 1 << 20;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, 65, 0xFFFE, 0xFFFF, 0x10000, 0x1FFFE, 0x1FFFF, 300_000})
    void whatIsStoredIsReadByUsAndByTheJdk(int length) throws Exception {
        byte[] plain = random(length);
        byte[] prefix = {9, 8, 7};
        byte[] packed = Gzip.store(prefix, Arrays.copyOf(plain, length + 5), length);
        assertThat(packed).startsWith(prefix);
        assertThat(Gzip.inflate(packed, 3, LIMIT)).isEqualTo(plain);
        try (var in = new GZIPInputStream(new ByteArrayInputStream(packed, 3, packed.length - 3))) {
            assertThat(in.readAllBytes()).isEqualTo(plain);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Deflater.NO_COMPRESSION, Deflater.BEST_SPEED, Deflater.BEST_COMPRESSION})
    void everyKindOfBlockIsRead(int level) throws Exception {
        for (int length : new int[] {0, 1, 10, 1_000, 200_000}) {
            // Dynamic blocks for what has structure, fixed ones where that is shorter.
            byte[] structured = new byte[length];
            Random random = new Random(length);
            for (int i = 0; i < length; i++) {
                structured[i] = (byte) ('a' + random.nextInt(4));
            }
            assertThat(Gzip.inflate(member(structured, level, Deflater.DEFAULT_STRATEGY, 0), 0, LIMIT))
                    .isEqualTo(structured);
            assertThat(Gzip.inflate(member(structured, level, Deflater.HUFFMAN_ONLY, 0), 0, LIMIT))
                    .isEqualTo(structured);
        }
    }

    @Test
    void fixedBlocksAreRead() throws Exception {
        // One final block (1), fixed codes (01): 'a' 'a' and the end of block are 10010001 10010001 0000000.
        byte[] fixed = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x4B, 0x4C, 0x04, 0x00, 0, 0, 0, 0, 2, 0, 0, 0};
        CRC32 crc = new CRC32();
        crc.update(new byte[] {'a', 'a'});
        for (int i = 0; i < 4; i++) {
            fixed[14 + i] = (byte) (crc.getValue() >>> 8 * i);
        }
        assertThat(Gzip.inflate(fixed, 0, LIMIT)).asString().isEqualTo("aa");
    }

    @Test
    void everyCombinationOfFlagsIsRead() throws Exception {
        byte[] plain = random(100);
        for (int flags = 0; flags < 32; flags++) {
            byte[] packed = member(plain, Deflater.DEFAULT_COMPRESSION, Deflater.DEFAULT_STRATEGY, flags);
            assertThat(Gzip.inflate(packed, 0, LIMIT)).as("flags %d", flags).isEqualTo(plain);
        }
    }

    @Test
    void severalMembersAreOneText() throws Exception {
        byte[] packed =
                join(Gzip.store(new byte[0], bytes("one "), 4), member(bytes("two "), 9, 0, FLAG_NAME), empty());
        packed = join(packed, member(bytes("three"), 9, 0, 0));
        assertThat(Gzip.inflate(packed, 0, LIMIT)).asString().isEqualTo("one two three");
        assertThat(Gzip.inflate(packed, 0, 13)).asString().isEqualTo("one two three");
        byte[] all = packed;
        assertThatThrownBy(() -> Gzip.inflate(all, 0, 12))
                .isInstanceOfSatisfying(
                        Gzip.Refused.class,
                        refused -> assertThat(refused.tooLarge).isTrue());
    }

    @ParameterizedTest
    @ValueSource(ints = {Deflater.NO_COMPRESSION, Deflater.BEST_COMPRESSION})
    void cutAnywhereOrFollowedByRubbishItIsRefused(int level) throws Exception {
        for (int flags : new int[] {0, 31}) {
            byte[] whole = member(digits(500), level, 0, flags);
            for (int length = 0; length < whole.length; length++) {
                refused(Arrays.copyOf(whole, length), LIMIT);
            }
            for (int more = 1; more < 40; more++) {
                refused(Arrays.copyOf(whole, whole.length + more), LIMIT);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Deflater.NO_COMPRESSION, Deflater.BEST_COMPRESSION})
    void everyWrongBitOfTheTrailerIsRefused(int level) throws Exception {
        byte[] whole = member(digits(50), level, 0, 0);
        for (int bit = 0; bit < 64; bit++) {
            byte[] wrong = whole.clone();
            wrong[whole.length - 8 + bit / 8] ^= (byte) (1 << bit % 8);
            refused(wrong, LIMIT);
        }
    }

    /** RFC 1951, 3.2.3 and 3.2.4: the five bits before the length mean nothing. */
    @Test
    void everyWrongBitOfTheHeaderOfAStoredBlockIsRefused() throws Exception {
        byte[] plain = digits(50);
        byte[] whole = Gzip.store(new byte[0], plain, plain.length);
        for (int bit = 0; bit < 40; bit++) {
            byte[] changed = whole.clone();
            changed[10 + bit / 8] ^= (byte) (1 << bit % 8);
            if (bit >= 3 && bit < 8) {
                assertThat(Gzip.inflate(changed, 0, LIMIT)).isEqualTo(plain);
            } else {
                refused(changed, LIMIT);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Deflater.NO_COMPRESSION, Deflater.BEST_COMPRESSION})
    void theLimitHoldsToTheByte(int level) throws Exception {
        for (int length : new int[] {64, 1_000, 100_000}) {
            byte[] packed = member(digits(length), level, 0, 0);
            assertThat(Gzip.inflate(packed, 0, length)).hasSize(length);
            assertThat(refused(packed, length - 1).tooLarge).isTrue();
            assertThat(Gzip.inflate(packed, 0, length + 1)).hasSize(length);
        }
    }

    @Test
    void aBombIsRefusedAtTheLimit() throws Exception {
        byte[] bomb = member(new byte[64 << 20], 9, 0, 0);
        assertThat(bomb).hasSizeLessThan(100_000);
        assertThat(refused(bomb, LIMIT).tooLarge).isTrue();
        byte[] many = empty();
        for (int i = 0; i < 12; i++) {
            many = join(many, many);
        }
        assertThat(Gzip.inflate(many, 0, LIMIT)).isEmpty();
    }

    @Test
    void aHundredThousandMutationsAreTextOrRefused() throws Exception {
        byte[] stored = Gzip.store(new byte[0], random(60), 60);
        byte[][] good = {member(random(60), 9, 0, 0), member(new byte[300], 9, 0, 31), stored};
        Random random = new Random(1952);
        int refused = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = good[random.nextInt(3)].clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                assertThat(Gzip.inflate(bytes, 0, LIMIT)).hasSizeBetween(60, 300);
            } catch (Gzip.Refused expected) {
                refused++;
            }
        }
        assertThat(refused).isBetween(50_000, 99_999);
    }

    private static Gzip.Refused refused(byte[] packed, int limit) {
        try {
            Gzip.inflate(packed, 0, limit);
        } catch (Gzip.Refused refused) {
            return refused;
        }
        throw new AssertionError("was not refused");
    }

    private static final int FLAG_NAME = 8;

    /** One member as RFC 1952 says, with what {@code flags} announce (1 text, 2 crc, 4 extra, 8 name, 16 comment). */
    static byte[] member(byte[] plain, int level, int strategy, int flags) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {0x1F, (byte) 0x8B, 8, (byte) flags, 1, 2, 3, 4, 0, (byte) 255});
        if ((flags & 4) != 0) {
            out.write(new byte[] {3, 0, 'x', 'y', 'z'});
        }
        if ((flags & FLAG_NAME) != 0) {
            out.write(bytes("file\0"));
        }
        if ((flags & 16) != 0) {
            out.write(bytes("comment\0"));
        }
        if ((flags & 2) != 0) {
            CRC32 header = new CRC32();
            header.update(out.toByteArray());
            out.write((int) header.getValue());
            out.write((int) header.getValue() >>> 8);
        }
        Deflater deflater = new Deflater(level, true);
        deflater.setStrategy(strategy);
        deflater.setInput(plain);
        deflater.finish();
        byte[] chunk = new byte[64 << 10];
        while (!deflater.finished()) {
            out.write(chunk, 0, deflater.deflate(chunk));
        }
        deflater.end();
        CRC32 crc = new CRC32();
        crc.update(plain);
        for (int i = 0; i < 4; i++) {
            out.write((int) (crc.getValue() >>> 8 * i));
        }
        for (int i = 0; i < 4; i++) {
            out.write(plain.length >>> 8 * i);
        }
        return out.toByteArray();
    }

    private static byte[] empty() {
        return Gzip.store(new byte[0], new byte[0], 0);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    /** Unlike {@link #random}, this can be compressed. */
    private static byte[] digits(int length) {
        Random random = new Random(length);
        byte[] digits = new byte[length];
        for (int i = 0; i < length; i++) {
            digits[i] = (byte) ('0' + random.nextInt(10));
        }
        return digits;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
