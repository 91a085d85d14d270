package dev.sleuth.zre;

import java.nio.ByteBuffer;
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

    private static final byte VERSION = 1;

    /** The 22 bytes of version 1. */
    public byte[] encode() {
        ByteBuffer buffer = ByteBuffer.allocate(BYTES)
                .put((byte) 'Z')
                .put((byte) 'R')
                .put((byte) 'E')
                .put(VERSION);
        peer.write(buffer);
        return buffer.putShort((short) port).array();
    }

    /** Reads the first {@code length} bytes; null if they are not a beacon of version 1. */
    public static @Nullable Beacon decode(byte[] bytes, int length) {
        if (length != BYTES || bytes[0] != 'Z' || bytes[1] != 'R' || bytes[2] != 'E' || bytes[3] != VERSION) {
            return null;
        }
        return new Beacon(PeerId.read(bytes, 4), ((bytes[20] & 0xFF) << 8) | (bytes[21] & 0xFF));
    }
}
