package dev.sleuth.dashboard.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sleuth.dashboard.model.View.Calls;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what {@code /.well-known/sleuth} answers. Whoever answers may be anybody: nothing of it is believed to fit. */
public final class ViewReader {
    /** The longest answer that is read, in bytes. */
    public static final int LONGEST = 1 << 20;

    private static final int MOST_PEERS = 4096;
    private static final double MOST_CALLS = 1e7;
    private static final Pattern ID = Pattern.compile("[0-9A-F]{32}");
    private static final JsonMapper JSON = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxStringLength(10_000)
                    .maxNumberLength(40)
                    .build())
            .build());

    private ViewReader() {}

    /** What a peer sees; null if this is no such answer. */
    public static @Nullable View read(byte[] answer) {
        if (answer.length > LONGEST) {
            return null;
        }
        JsonNode read;
        try {
            read = JSON.readTree(answer);
        } catch (IOException e) {
            return null;
        }
        if (read == null || !read.path("peers").isArray()) {
            return null;
        }
        Set<String> sees = new LinkedHashSet<>();
        for (JsonNode peer : read.path("peers")) {
            String id = peer.path("id").asText();
            if (ID.matcher(id).matches() && sees.size() < MOST_PEERS) {
                sees.add(id);
            }
        }
        return new View(sees, calls(read.path("calls"), sees));
    }

    private static Map<String, Calls> calls(JsonNode read, Set<String> sees) {
        Map<String, Calls> calls = new LinkedHashMap<>();
        for (JsonNode call : read) {
            String peer = call.path("peer").asText();
            if (sees.contains(peer)) {
                long count = Math.max(0, call.path("count").asLong());
                long failed = Math.max(0, Math.min(count, call.path("failed").asLong()));
                double rate = call.path("perSecond").asDouble();
                calls.put(peer, new Calls(count, failed, rate >= 0 ? Math.min(rate, MOST_CALLS) : 0));
            }
        }
        return calls;
    }
}
