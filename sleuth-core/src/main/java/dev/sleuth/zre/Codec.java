package dev.sleuth.zre;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Messages to frames and back (RFC 36, "Protocol Grammar"): one first frame, after which WHISPER and SHOUT carry frames
 * of content.
 */
public final class Codec {
    /** How many groups a HELLO may name, and how many headers it may carry. */
    static final int MAX_ENTRIES = 1024;
    /** The longest first frame in bytes: what a HELLO says is kept for each of thousands of peers. */
    static final int MAX_FIRST_FRAME = 1 << 16;

    private static final byte SIGNATURE_1 = (byte) 0xAA;
    private static final byte SIGNATURE_2 = (byte) 0xA1;
    private static final byte VERSION = 2;
    private static final int PREFIX = 6;

    private static final int HELLO = 1;
    private static final int WHISPER = 2;
    private static final int SHOUT = 3;
    private static final int JOIN = 4;
    private static final int LEAVE = 5;
    private static final int PING = 6;
    private static final int PING_OK = 7;
    private static final int LAST_KNOWN = 10;

    private Codec() {}

    /** The frames of a message. Its content, if it has one, must be {@link Message.Frames}. */
    public static byte[][] encode(Message message) {
        int sequence = message.sequence();
        if (message instanceof Message.Whisper whisper) {
            return withContent(prefix(WHISPER, sequence), whisper.content());
        } else if (message instanceof Message.Shout shout) {
            return withContent(first(SHOUT, sequence, out -> putString(out, shout.group())), shout.content());
        } else if (message instanceof Message.Hello hello) {
            return new byte[][] {first(HELLO, sequence, out -> putHello(out, hello))};
        } else if (message instanceof Message.Join join) {
            return new byte[][] {first(JOIN, sequence, out -> putMembership(out, join.group(), join.status()))};
        } else if (message instanceof Message.Leave leave) {
            return new byte[][] {first(LEAVE, sequence, out -> putMembership(out, leave.group(), leave.status()))};
        } else if (message instanceof Message.Ping) {
            return new byte[][] {prefix(PING, sequence)};
        } else if (message instanceof Message.PingOk) {
            return new byte[][] {prefix(PING_OK, sequence)};
        }
        return new byte[][] {prefix(((Message.Other) message).command(), sequence)};
    }

    /**
     * Reads the frames of one message. What follows the fields of a command is passed over, as newer peers may add
     * some.
     *
     * @throws MalformedException if they are none; its message says why
     */
    public static Message decode(List<byte[]> frames) throws MalformedException {
        if (frames.isEmpty()) {
            throw new MalformedException("no frame");
        }
        byte[] first = frames.get(0);
        if (first.length < PREFIX || first.length > MAX_FIRST_FRAME) {
            throw new MalformedException("first frame of " + first.length + " bytes");
        }
        if (first[0] != SIGNATURE_1 || first[1] != SIGNATURE_2) {
            throw new MalformedException("wrong signature");
        }
        if (first[3] != VERSION) {
            throw new MalformedException("version " + first[3]);
        }
        Reader in = new Reader(ByteBuffer.wrap(first, PREFIX, first.length - PREFIX));
        int sequence = ((first[4] & 0xFF) << 8) | (first[5] & 0xFF);
        int command = first[2];
        return switch (command) {
            case HELLO -> in.hello(sequence);
            case WHISPER -> new Message.Whisper(sequence, content(frames));
            case SHOUT -> new Message.Shout(sequence, in.string(), content(frames));
            case JOIN -> new Message.Join(sequence, in.string(), in.number1());
            case LEAVE -> new Message.Leave(sequence, in.string(), in.number1());
            case PING -> new Message.Ping(sequence);
            case PING_OK -> new Message.PingOk(sequence);
            default -> other(sequence, command);
        };
    }

    private static Message other(int sequence, int command) throws MalformedException {
        if (command < HELLO || command > LAST_KNOWN) {
            throw new MalformedException("command " + command);
        }
        return new Message.Other(sequence, command);
    }

    private static Message.Frames content(List<byte[]> frames) {
        return new Message.Frames(frames.subList(1, frames.size()));
    }

    private static byte[] prefix(int command, int sequence) {
        return new byte[] {SIGNATURE_1, SIGNATURE_2, (byte) command, VERSION, (byte) (sequence >>> 8), (byte) sequence};
    }

    private static byte[][] withContent(byte[] first, Message.Content content) {
        List<byte[]> frames = ((Message.Frames) content).frames();
        byte[][] all = new byte[frames.size() + 1][];
        all[0] = first;
        for (int i = 0; i < frames.size(); i++) {
            all[i + 1] = frames.get(i);
        }
        return all;
    }

    private interface Fields {
        void put(DataOutputStream out) throws IOException;
    }

    private static byte[] first(int command, int sequence, Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(prefix(command, sequence));
            fields.put(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void putHello(DataOutputStream out, Message.Hello hello) throws IOException {
        putString(out, hello.endpoint());
        out.writeInt(hello.groups().size());
        for (String group : hello.groups()) {
            putLongString(out, group);
        }
        out.writeByte(hello.status());
        putString(out, hello.name());
        out.writeInt(hello.headers().size());
        for (Map.Entry<String, String> header : hello.headers().entrySet()) {
            putString(out, header.getKey());
            putLongString(out, header.getValue());
        }
    }

    private static void putMembership(DataOutputStream out, String group, int status) throws IOException {
        putString(out, group);
        out.writeByte(status);
    }

    private static void putString(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0xFF) {
            throw new IllegalArgumentException("longer than 255 bytes: " + text);
        }
        out.writeByte(bytes.length);
        out.write(bytes);
    }

    private static void putLongString(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** Reads fields; every length is checked against what is there before anything is made of it. */
    private record Reader(ByteBuffer in) {
        Message.Hello hello(int sequence) throws MalformedException {
            String endpoint = string();
            Set<String> groups = new LinkedHashSet<>();
            for (int left = count("groups"); left > 0; left--) {
                groups.add(text(number4()));
            }
            int status = number1();
            String name = string();
            Map<String, String> headers = new LinkedHashMap<>();
            for (int left = count("headers"); left > 0; left--) {
                headers.put(string(), text(number4()));
            }
            return new Message.Hello(
                    sequence, endpoint, List.copyOf(groups), status, name, Collections.unmodifiableMap(headers));
        }

        int count(String what) throws MalformedException {
            long count = number4();
            if (count > MAX_ENTRIES) {
                throw new MalformedException(count + " " + what);
            }
            return (int) count;
        }

        String string() throws MalformedException {
            return text(number1());
        }

        int number1() throws MalformedException {
            require(1);
            return in.get() & 0xFF;
        }

        long number4() throws MalformedException {
            require(4);
            return in.getInt() & 0xFFFFFFFFL;
        }

        String text(long length) throws MalformedException {
            require(length);
            byte[] bytes = new byte[(int) length];
            in.get(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }

        private void require(long bytes) throws MalformedException {
            if (bytes > in.remaining()) {
                throw new MalformedException("truncated: " + bytes + " bytes announced, " + in.remaining() + " there");
            }
        }
    }
}
