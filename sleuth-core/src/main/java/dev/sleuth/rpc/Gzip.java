package dev.sleuth.rpc;

import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Gzip (RFC 1952) as SLEUTH-v1 wants it around every payload. Writes stored blocks, because compressing a small message
 * costs more than everything else that is done to it; reads any gzip.
 */
final class Gzip {
    private static final int HEADER = 10;
    private static final int TRAILER = 8;
    private static final int BLOCK_HEADER = 5;
    private static final int MAX_BLOCK = 0xFFFF;

    private static final int FLAG_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;

    /** An Inflater owns native memory and costs more to make than to use. */
    private static final ThreadLocal<Inflater> INFLATER = ThreadLocal.withInitial(() -> new Inflater(true));

    /** What is not gzip, or inflates to more than was allowed. Without a stack trace: strangers cause it. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        final boolean tooLarge;

        private Refused(String message, boolean tooLarge) {
            super(message, null, false, false);
            this.tooLarge = tooLarge;
        }
    }

    private Gzip() {}

    /** {@code prefix}, and after it one gzip member with the first {@code length} bytes of {@code plain}. */
    static byte[] store(byte[] prefix, byte[] plain, int length) {
        int blocks = Math.max(1, (length + MAX_BLOCK - 1) / MAX_BLOCK);
        byte[] out = new byte[prefix.length + HEADER + blocks * BLOCK_HEADER + length + TRAILER];
        System.arraycopy(prefix, 0, out, 0, prefix.length);
        int at = prefix.length;
        out[at] = 0x1F;
        out[at + 1] = (byte) 0x8B;
        out[at + 2] = 8; // deflate
        out[at + 9] = (byte) 255; // no particular operating system
        at += HEADER;
        for (int from = 0, block = 0; block < blocks; block++) {
            int size = Math.min(MAX_BLOCK, length - from);
            out[at] = (byte) (block == blocks - 1 ? 1 : 0);
            putLittle(out, at + 1, size, 2);
            putLittle(out, at + 3, ~size, 2);
            System.arraycopy(plain, from, out, at + BLOCK_HEADER, size);
            at += BLOCK_HEADER + size;
            from += size;
        }
        CRC32 crc = new CRC32();
        crc.update(plain, 0, length);
        putLittle(out, at, (int) crc.getValue(), 4);
        putLittle(out, at + 4, length, 4);
        return out;
    }

    /** Inflates all members from {@code from} to the end; at most {@code limit} bytes come of it. */
    static byte[] inflate(byte[] packed, int from, int limit) throws Refused {
        int block = skipHeader(packed, from);
        if (isStored(packed, block)) {
            return stored(packed, block, limit);
        }
        Inflater inflater = INFLATER.get();
        try {
            return inflate(inflater, packed, from, limit);
        } finally {
            inflater.reset(); // Or the thread would hold on to a payload that may be large.
        }
    }

    /** Whether all that is there is one stored block (RFC 1951, 3.2.4), as {@link #store} writes it and others may. */
    private static boolean isStored(byte[] packed, int block) {
        int size = packed.length - block - BLOCK_HEADER - TRAILER;
        return size >= 0
                && size <= MAX_BLOCK
                && packed[block] == 1
                && little(packed, block + 1, 2) == size
                && little(packed, block + 3, 2) == (~size & MAX_BLOCK);
    }

    /** Not worth an Inflater, which costs several times as much as to copy a small message. */
    private static byte[] stored(byte[] packed, int block, int limit) throws Refused {
        int begin = block + BLOCK_HEADER;
        int end = packed.length - TRAILER;
        if (end - begin > limit) {
            throw new Refused("inflates to more than " + limit + " bytes", true);
        }
        checkTrailer(packed, end, packed, begin, end);
        return Arrays.copyOfRange(packed, begin, end);
    }

    private static byte[] inflate(Inflater inflater, byte[] packed, int from, int limit) throws Refused {
        byte[] plain = new byte[Math.min(limit, Math.max(64, packed.length - from))];
        int length = 0;
        int at = from;
        do {
            at = skipHeader(packed, at);
            inflater.reset();
            inflater.setInput(packed, at, packed.length - at);
            int start = length;
            while (!inflater.finished()) {
                if (length == plain.length) {
                    plain = grow(plain, limit, inflater);
                }
                int inflated = inflateInto(inflater, plain, length);
                if (inflated == 0 && !inflater.finished() && length < plain.length) {
                    throw new Refused("gzip ends too early", false);
                }
                length += inflated;
            }
            at += (int) inflater.getBytesRead();
            checkTrailer(packed, at, plain, start, length);
            at += TRAILER;
        } while (at < packed.length);
        return length == plain.length ? plain : Arrays.copyOf(plain, length);
    }

    private static byte[] grow(byte[] plain, int limit, Inflater inflater) throws Refused {
        if (plain.length < limit) {
            return Arrays.copyOf(plain, (int) Math.min(limit, plain.length * 2L));
        }
        // Full to the last byte allowed: fine if nothing more comes.
        if (inflateInto(inflater, new byte[1], 0) > 0) {
            throw new Refused("inflates to more than " + limit + " bytes", true);
        }
        if (!inflater.finished()) {
            throw new Refused("gzip ends too early", false);
        }
        return plain;
    }

    private static int inflateInto(Inflater inflater, byte[] plain, int length) throws Refused {
        try {
            return inflater.inflate(plain, length, plain.length - length);
        } catch (DataFormatException broken) {
            throw new Refused("not deflate: " + broken.getMessage(), false);
        }
    }

    private static int skipHeader(byte[] packed, int from) throws Refused {
        if (packed.length - from < HEADER + TRAILER || packed[from] != 0x1F || packed[from + 1] != (byte) 0x8B) {
            throw new Refused("not gzip", false);
        }
        if (packed[from + 2] != 8) {
            throw new Refused("gzip with the unknown method " + packed[from + 2], false);
        }
        int flags = packed[from + 3];
        int at = from + HEADER;
        if ((flags & FLAG_EXTRA) != 0) {
            at = at + 2 <= packed.length ? at + 2 + (int) little(packed, at, 2) : packed.length;
        }
        if ((flags & FLAG_NAME) != 0) {
            at = skipText(packed, at);
        }
        if ((flags & FLAG_COMMENT) != 0) {
            at = skipText(packed, at);
        }
        if ((flags & FLAG_CRC) != 0) {
            at += 2;
        }
        if (at > packed.length) {
            throw new Refused("gzip ends within its header", false);
        }
        return at;
    }

    private static int skipText(byte[] packed, int from) {
        int at = from;
        while (at < packed.length && packed[at] != 0) {
            at++;
        }
        return at + 1;
    }

    private static void checkTrailer(byte[] packed, int at, byte[] plain, int start, int end) throws Refused {
        if (packed.length - at < TRAILER) {
            throw new Refused("gzip ends before its checksum", false);
        }
        CRC32 crc = new CRC32();
        crc.update(plain, start, end - start);
        if (little(packed, at, 4) != crc.getValue() || little(packed, at + 4, 4) != (end - start & 0xFFFFFFFFL)) {
            throw new Refused("gzip with a wrong checksum", false);
        }
    }

    private static void putLittle(byte[] out, int at, int value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out[at + i] = (byte) (value >>> (8 * i));
        }
    }

    private static long little(byte[] in, int at, int bytes) {
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = (value << 8) | (in[at + i] & 0xFF);
        }
        return value;
    }
}
