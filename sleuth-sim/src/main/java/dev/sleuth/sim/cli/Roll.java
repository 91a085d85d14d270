package dev.sleuth.sim.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sleuth.Sleuth;
import dev.sleuth.rpc.Member;
import dev.sleuth.rpc.Offer;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import dev.sleuth.zre.PeerId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Calls the roll: asks everyone who is there, once, for how long it has been up. For one thread. */
final class Roll {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param upSince as it says, on our clock in nanoseconds; completes with null if it does not say */
    private record Entry(long knownSince, CompletableFuture<@Nullable Long> upSince) {}

    private final Sleuth sleuth;
    private final Map<PeerId, Entry> entries = new LinkedHashMap<>();

    Roll(Sleuth sleuth) {
        this.sleuth = sleuth;
    }

    /** Who is there now, with what they have answered so far. */
    Listing now() {
        long now = System.nanoTime();
        List<Listing.Row> rows = new ArrayList<>();
        List<PeerId> there = new ArrayList<>();
        for (Member member : sleuth.peers()) {
            there.add(member.id());
            Entry entry = entries.computeIfAbsent(member.id(), id -> new Entry(now, ask(id)));
            @Nullable Long upSince = entry.upSince.getNow(null);
            boolean tells = member.service() != null && !member.version().equals(Offer.UNKNOWN_VERSION);
            rows.add(new Listing.Row(
                    member.id().toString(),
                    member.id().name(),
                    member.service(),
                    tells ? member.version() : null,
                    member.endpoint().toString(),
                    upSince == null ? null : TimeUnit.NANOSECONDS.toMillis(now - upSince),
                    TimeUnit.NANOSECONDS.toMillis(now - entry.knownSince)));
        }
        entries.keySet().retainAll(there);
        return new Listing(rows);
    }

    /** Whether nobody is going to answer any more. */
    boolean isComplete() {
        return entries.values().stream().allMatch(entry -> entry.upSince.isDone());
    }

    private CompletableFuture<@Nullable Long> ask(PeerId id) {
        return sleuth.sendAsync(Request.get("sleuth://" + id + "@/.well-known/sleuth"), PATIENCE)
                .handle((response, failure) -> failure == null ? upSince(response) : null);
    }

    private static @Nullable Long upSince(Response response) {
        if (response.status() != 200) {
            return null;
        }
        try {
            JsonNode uptime = JSON.readTree(response.body()).path("uptimeMillis");
            return uptime.canConvertToLong()
                    ? System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(uptime.longValue())
                    : null;
        } catch (IOException anotherPage) {
            return null;
        }
    }
}
