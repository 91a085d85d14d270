package dev.sleuth.dashboard.model;

import dev.sleuth.dashboard.model.Picture.Step;
import dev.sleuth.sim.journal.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who will be there and what will happen: known beforehand, so that everybody has a place from the first moment.
 *
 * @param lasts when it ends, in nanoseconds since the start
 * @param steps none of them taken
 */
public record Cast(String title, long lasts, List<Member> peers, List<Step> steps) {
    /** One of them; {@code service} is null for a peer that only calls. */
    public record Member(String name, @Nullable String service) {}

    public Cast {
        peers = List.copyOf(peers);
        steps = List.copyOf(steps);
    }

    /** What a whole journal tells about it. */
    public static Cast of(String title, List<Entry> journal) {
        Map<String, Member> peers = new LinkedHashMap<>();
        List<Step> steps = new ArrayList<>();
        long last = 0;
        for (Entry entry : journal) {
            last = Math.max(last, entry.at());
            if (entry instanceof Entry.Up up) {
                peers.putIfAbsent(up.peer(), new Member(up.peer(), up.service()));
            } else if (entry instanceof Entry.Stepped step) {
                steps.add(Step.planned(step.number(), step.at(), step.story()));
            }
        }
        return new Cast(title, last, List.copyOf(peers.values()), steps);
    }
}
