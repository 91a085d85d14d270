package dev.sleuth.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What was captured from the original implementation talking to itself. */
public final class Golden {
    /**
     * {@code json} is the payload's content as it was captured, and {@code verb} REPL or RECV; null without payload.
     */
    public record Captured(
            int connection, String command, int sequence, List<byte[]> frames, String verb, String json) {
        @Override
        public String toString() {
            return connection + "/" + sequence + " " + command + (verb == null ? "" : " " + verb);
        }
    }

    private static final JsonNode ROOT = read();

    private Golden() {}

    static List<byte[]> beacons() {
        List<byte[]> beacons = new ArrayList<>();
        ROOT.get("beacons").forEach(beacon -> beacons.add(bytes(beacon.get("udpPayload"))));
        return beacons;
    }

    public static List<Captured> messages() {
        List<Captured> messages = new ArrayList<>();
        int connection = 0;
        for (JsonNode one : ROOT.get("connections")) {
            for (JsonNode message : one.get("messages")) {
                List<byte[]> frames = new ArrayList<>();
                message.get("frames").forEach(frame -> frames.add(bytes(frame)));
                messages.add(new Captured(
                        connection,
                        message.get("command").asText(),
                        message.get("sequence").asInt(),
                        frames,
                        message.path("verb").asText(null),
                        message.path("json").asText(null)));
            }
            connection++;
        }
        return messages;
    }

    static List<Captured> messages(String command) {
        return messages().stream()
                .filter(message -> message.command().equals(command))
                .toList();
    }

    private static byte[] bytes(JsonNode hex) {
        return HexFormat.of().parseHex(hex.asText());
    }

    private static JsonNode read() {
        try (InputStream in = Golden.class.getResourceAsStream("/go-sleuth.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException broken) {
            throw new ExceptionInInitializerError(broken);
        }
    }
}
