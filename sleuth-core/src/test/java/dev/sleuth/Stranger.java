package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sleuth.zre.Codec;
import dev.sleuth.zre.MalformedException;
import dev.sleuth.zre.Message;
import dev.sleuth.zre.PeerId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * A peer made by hand on real sockets: it greets one of ours, and writes requests and answers as the original does, or
 * as nobody should.
 */
final class Stranger implements AutoCloseable {
    private static final Pattern HANDLE = Pattern.compile("\"handle\":\"([0-9a-f]+)\"");

    private final PeerId id = PeerId.of(UUID.randomUUID());
    private final ZContext context = Lab.context();
    private final ZMQ.Socket router = context.createSocket(SocketType.ROUTER);
    private final ZMQ.Socket dealer = context.createSocket(SocketType.DEALER);
    private final String group;
    private final Function<String, List<byte[]>> service;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final Thread reader = new Thread(this::read, "reads for a stranger");
    private int sequence;
    private volatile boolean closed;

    /**
     * Is known to {@code ours} when this returns.
     *
     * @param name what it offers; null for nothing
     * @param service makes payloads of a request's JSON, without what they begin with: {@link #zipped} and others
     */
    Stranger(Sleuth ours, String group, String name, Function<String, List<byte[]>> service) {
        this.group = group;
        this.service = service;
        int port = router.bindToRandomPort("tcp://127.0.0.1");
        router.setReceiveTimeOut(20);
        dealer.setIdentity(Links.identity(id));
        dealer.setLinger(0);
        router.setLinger(0);
        dealer.connect(ours.endpoint().toString());
        Map<String, String> headers = new LinkedHashMap<>();
        if (name != null) {
            headers.put("group", group);
            headers.put("node", id.toString());
            headers.put("type", name);
            headers.put("version", "unknown");
        }
        reader.start();
        send(number -> new Message.Hello(
                number,
                "tcp://127.0.0.1:" + port,
                List.of(group),
                1,
                id.toString().substring(0, 6),
                headers));
        await().atMost(Lab.SOON)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> ours.peers().stream().anyMatch(peer -> peer.id().equals(id)));
    }

    PeerId id() {
        return id;
    }

    /** Sends a request, and waits for what comes back: the JSON of a response. */
    String call(String json) {
        whisper("REPL", zipped(json));
        return answer();
    }

    /** The next answer that comes. */
    String answer() {
        try {
            String answer = answers.poll(Lab.SOON.toSeconds(), TimeUnit.SECONDS);
            assertThat(answer).as("an answer").isNotNull();
            return answer;
        } catch (InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    /** @param verb REPL or RECV, or something else */
    void whisper(String verb, byte[] packed) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.writeBytes((group + verb).getBytes(StandardCharsets.UTF_8));
        payload.writeBytes(packed);
        send(number -> new Message.Whisper(number, new Message.Frames(List.of(payload.toByteArray()))));
    }

    private synchronized void send(Function<Integer, Message> message) {
        sequence++;
        byte[][] frames = Codec.encode(message.apply(sequence));
        for (int i = 0; i < frames.length; i++) {
            dealer.send(frames[i], i < frames.length - 1 ? ZMQ.SNDMORE : 0);
        }
    }

    private void read() {
        while (!closed) {
            if (router.recv() != null) {
                List<byte[]> frames = new ArrayList<>();
                while (router.hasReceiveMore()) {
                    frames.add(router.recv());
                }
                take(frames);
            }
        }
    }

    private void take(List<byte[]> frames) {
        try {
            Message message = Codec.decode(frames);
            if (message instanceof Message.Ping) {
                send(Message.PingOk::new);
            } else if (message instanceof Message.Whisper) {
                byte[] payload = frames.get(1);
                int begin = group.length() + 4;
                String verb = new String(payload, group.length(), 4, StandardCharsets.UTF_8);
                String json = unzipped(Arrays.copyOfRange(payload, begin, payload.length));
                if (verb.equals("RECV")) {
                    answers.add(json);
                } else {
                    service.apply(json).forEach(packed -> whisper("RECV", packed));
                }
            }
        } catch (MalformedException ours) {
            throw new IllegalStateException(ours);
        }
    }

    /** The handle of a request. */
    static String handle(String json) {
        Matcher handle = HANDLE.matcher(json);
        assertThat(handle.find()).as("a handle in " + json).isTrue();
        return handle.group(1);
    }

    /** As the original packs: one member, compressed. */
    static byte[] zipped(String json) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static String unzipped(byte[] packed) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            reader.join();
        } catch (InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
        }
        context.close();
    }
}
