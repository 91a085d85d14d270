package dev.sleuth;

import dev.sleuth.zre.Codec;
import dev.sleuth.zre.Message;
import dev.sleuth.zre.PeerId;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A connection to a ROUTER, made by hand (ZMTP 3.0, NULL), because JeroMQ cannot choose where it comes from. */
final class RawConnection implements Closeable {
    private static final int COMMAND = 4;
    private static final int MORE = 1;

    private final Socket socket = new Socket();

    /** @param from an address of this host */
    RawConnection(String from, int port, PeerId identity) throws IOException {
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        ByteBuffer greeting = ByteBuffer.allocate(64)
                .put((byte) 0xFF)
                .position(9)
                .put((byte) 0x7F)
                .put((byte) 3)
                .position(12)
                .put("NULL".getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(greeting.array());
        ByteArrayOutputStream ready = new ByteArrayOutputStream();
        ready.write(5);
        ready.writeBytes("READY".getBytes(StandardCharsets.US_ASCII));
        property(ready, "Socket-Type", "DEALER".getBytes(StandardCharsets.US_ASCII));
        property(ready, "Identity", Links.identity(identity));
        frame(COMMAND, ready.toByteArray());
        // Its own greeting and READY; before that it takes no message.
        InputStream in = socket.getInputStream();
        in.readNBytes(greeting.capacity() + 1);
        in.readNBytes(in.read());
    }

    private static void property(ByteArrayOutputStream out, String name, byte[] value) {
        out.write(name.length());
        out.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(ByteBuffer.allocate(4).putInt(value.length).array());
        out.writeBytes(value);
    }

    void say(Message message) throws IOException {
        byte[][] frames = Codec.encode(message);
        for (int i = 0; i < frames.length; i++) {
            frame(i < frames.length - 1 ? MORE : 0, frames[i]);
        }
    }

    private void frame(int flags, byte[] body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean isLong = body.length > 255;
        out.write(flags | (isLong ? 2 : 0));
        out.writeBytes(isLong ? ByteBuffer.allocate(8).putLong(body.length).array() : new byte[] {(byte) body.length});
        out.writeBytes(body);
        socket.getOutputStream().write(out.toByteArray());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
