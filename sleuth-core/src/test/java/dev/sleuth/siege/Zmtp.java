package dev.sleuth.siege;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** ZMTP 3.0 by hand (RFC 23), to get it wrong on purpose. */
public final class Zmtp {
    private static final int GREETING = 64;
    private static final int MECHANISM = 12;
    private static final int LARGE = 2;
    private static final int COMMAND = 4;

    private Zmtp() {}

    /** @param mechanism such as NULL */
    public static byte[] greeting(String mechanism) {
        byte[] bytes = new byte[GREETING];
        bytes[0] = (byte) 0xFF;
        bytes[9] = 0x7F;
        bytes[10] = 3;
        byte[] name = mechanism.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, bytes, MECHANISM, name.length);
        return bytes;
    }

    /** The command that ends the handshake of the NULL mechanism. */
    public static byte[] ready(byte[] identity) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(5);
        body.writeBytes("READY".getBytes(StandardCharsets.US_ASCII));
        property(body, "Socket-Type", "DEALER".getBytes(StandardCharsets.US_ASCII));
        property(body, "Identity", identity);
        return command(body.toByteArray());
    }

    private static void property(ByteArrayOutputStream body, String name, byte[] value) {
        body.write(name.length());
        body.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(ByteBuffer.allocate(4).putInt(value.length).array());
        body.writeBytes(value);
    }

    /** All that a good DEALER says before its first message. */
    public static byte[] handshake(byte[] identity) {
        return join(greeting("NULL"), ready(identity));
    }

    /** @param body at most 255 bytes */
    public static byte[] command(byte[] body) {
        return join(new byte[] {COMMAND, (byte) body.length}, body);
    }

    /** @param body at most 255 bytes; the only frame of its message */
    public static byte[] message(byte[] body) {
        return join(new byte[] {0, (byte) body.length}, body);
    }

    /** Says that a frame of so many bytes follows. */
    public static byte[] announce(long bytes) {
        return ByteBuffer.allocate(9).put((byte) LARGE).putLong(bytes).array();
    }

    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }
}
