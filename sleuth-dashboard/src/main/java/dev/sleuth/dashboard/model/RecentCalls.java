package dev.sleuth.dashboard.model;

import dev.sleuth.dashboard.model.Picture.Flow;
import dev.sleuth.dashboard.model.Picture.Rate;
import dev.sleuth.sim.journal.Entry.Called;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The calls that ended within the last second. */
final class RecentCalls {
    private static final long WINDOW = Duration.ofSeconds(1).toNanos();

    private record Seen(long at, Called call) {}

    private final Deque<Seen> calls = new ArrayDeque<>();
    private Rate ever = Rate.NONE;

    /** @param at when it is held to have ended: never before those that were added earlier */
    void add(long at, Called call) {
        calls.addLast(new Seen(at, call));
        ever = ever.plus(call.failed());
        forget(at);
    }

    /** Forgets what is more than a second before {@code now}. */
    void forget(long now) {
        while (!calls.isEmpty() && calls.getFirst().at() <= now - WINDOW) {
            calls.removeFirst();
        }
    }

    /** All calls since the start. */
    Rate ever() {
        return ever;
    }

    /** By caller. */
    Map<String, Rate> made() {
        Map<String, Rate> made = new LinkedHashMap<>();
        for (Seen seen : calls) {
            add(made, seen.call().caller(), seen.call());
        }
        return made;
    }

    /** Calls that somebody answered or was asked, by caller and by whom, both in the given order. */
    List<Flow> flows(List<String> peers) {
        Map<String, Map<String, Rate>> flows = new LinkedHashMap<>();
        peers.forEach(peer -> flows.put(peer, new LinkedHashMap<>()));
        for (Seen seen : calls) {
            String by = seen.call().by();
            if (by != null) {
                add(flows.computeIfAbsent(seen.call().caller(), caller -> new LinkedHashMap<>()), by, seen.call());
            }
        }
        List<Flow> sorted = new ArrayList<>();
        for (String from : peers) {
            Map<String, Rate> rates = flows.getOrDefault(from, Map.of());
            for (String to : peers) {
                Rate rate = rates.get(to);
                if (rate != null) {
                    sorted.add(new Flow(from, to, rate));
                }
            }
        }
        return sorted;
    }

    private static void add(Map<String, Rate> rates, String key, Called call) {
        rates.put(key, rates.getOrDefault(key, Rate.NONE).plus(call.failed()));
    }
}
