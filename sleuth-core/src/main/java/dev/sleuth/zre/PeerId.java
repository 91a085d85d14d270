package dev.sleuth.zre;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/** A peer's UUID, ordered as an unsigned number. It is the only key for a peer: names and addresses may collide. */
public record PeerId(long high, long low) implements Comparable<PeerId> {
    /** How many bytes an identity takes on the wire. */
    public static final int BYTES = 16;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final String DIGITS = "0123456789ABCDEF";

    /** Reads the 16 bytes that start at {@code offset}. */
    public static PeerId read(byte[] bytes, int offset) {
        return new PeerId((long) LONGS.get(bytes, offset), (long) LONGS.get(bytes, offset + Long.BYTES));
    }

    /** The identity with the bits of {@code uuid}. */
    public static PeerId of(UUID uuid) {
        return new PeerId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    /**
     * Reads 32 hexadecimal digits of either case.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static PeerId parse(String hex) {
        if (hex.length() != 2 * BYTES
                || !hex.chars().allMatch(digit -> Character.digit(digit, 16) >= 0 && digit < 128)) {
            throw new IllegalArgumentException("a peer is named by 32 hexadecimal digits, not by \"" + hex + "\"");
        }
        return new PeerId(
                Long.parseUnsignedLong(hex.substring(0, 16), 16), Long.parseUnsignedLong(hex.substring(16), 16));
    }

    /** Puts the 16 bytes into {@code buffer}. */
    public void write(ByteBuffer buffer) {
        buffer.putLong(high).putLong(low);
    }

    /** The first six digits: what people and the other implementations call the peer. Two peers may share it. */
    public String name() {
        return toString().substring(0, 6);
    }

    /** 32 upper-case hexadecimal digits. */
    @Override
    public String toString() {
        char[] digits = new char[2 * BYTES];
        for (int i = 0; i < BYTES; i++) {
            int shift = 60 - 4 * i;
            digits[i] = DIGITS.charAt((int) (high >>> shift) & 0xF);
            digits[i + BYTES] = DIGITS.charAt((int) (low >>> shift) & 0xF);
        }
        return new String(digits);
    }

    @Override
    public int compareTo(PeerId other) {
        int order = Long.compareUnsigned(high, other.high);
        return order != 0 ? order : Long.compareUnsigned(low, other.low);
    }
}
