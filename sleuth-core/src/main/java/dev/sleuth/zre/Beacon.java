package dev.sleuth.zre;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The datagram by which a peer announces itself (RFC 36, "Beacon Protocol").
 *
 * @param peer who announces itself
 * @param port the TCP port of its ROUTER; 0 says that the peer leaves
 */
public record Beacon(PeerId peer, int port) {
    /** How long a beacon is. Zyre's secure form (version 3, 54 bytes) asks for CURVE, which we do not speak. */
    public static final int BYTES = 22;

    private static final byte[] SIGNATURE = {'Z', 'R', 'E'};
    private static final byte VERSION = 1;

    /** The 22 bytes of version 1. */
    public byte[] encode() {
        ByteBuffer buffer = ByteBuffer.allocate(BYTES).put(SIGNATURE).put(VERSION);
        peer.write(buffer);
        return buffer.putShort((short) port).array();
    }

    /**
     * Why the first {@code length} bytes are no beacon of version 1, as a fixed word: {@code beacon-length},
     * {@code beacon-signature} or {@code beacon-version}; null if they are one.
     *
     * @param length at most as long as {@code bytes}
     */
    public static @Nullable String flaw(byte[] bytes, int length) {
        if (length >= SIGNATURE.length && !Arrays.equals(bytes, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
            return "beacon-signature";
        }
        if (length > SIGNATURE.length && bytes[SIGNATURE.length] != VERSION) {
            return "beacon-version";
        }
        return length == BYTES ? null : "beacon-length";
    }

    /** Reads the first {@code length} bytes; null if they are not a beacon of version 1: {@link #flaw} says why. */
    public static @Nullable Beacon decode(byte[] bytes, int length) {
        if (flaw(bytes, length) != null) {
            return null;
        }
        return new Beacon(PeerId.read(bytes, 4), ((bytes[20] & 0xFF) << 8) | (bytes[21] & 0xFF));
    }
}
