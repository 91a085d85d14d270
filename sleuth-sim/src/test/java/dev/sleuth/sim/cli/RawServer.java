package dev.sleuth.sim.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that answers every request with the same bytes, whatever they are, and remembers what it was sent. */
final class RawServer implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final byte[] answer;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<byte[]> bodies = new CopyOnWriteArrayList<>();

    /** @param answer in Latin-1: a character is a byte */
    RawServer(String answer) throws IOException {
        this.answer = answer.getBytes(StandardCharsets.ISO_8859_1);
        Thread serving = new Thread(this::serve, "a raw server");
        serving.setDaemon(true);
        serving.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    /** The heads of the requests so far, a character a byte. */
    List<String> requests() {
        return requests;
    }

    List<byte[]> bodies() {
        return bodies;
    }

    private void serve() {
        while (!listening.isClosed()) {
            try (Socket one = listening.accept()) {
                InputStream in = new BufferedInputStream(one.getInputStream());
                String head = head(in);
                requests.add(head);
                bodies.add(in.readNBytes(length(head)));
                one.getOutputStream().write(answer);
                one.shutdownOutput();
                in.readAllBytes();
            } catch (IOException gone) {
                // The next one, if there is one.
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no whole head");
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static int length(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line ->
                        Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
