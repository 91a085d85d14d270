package dev.sleuth.sim.journal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** When each peer was up and awake, down or frozen. Times are nanoseconds since the start. */
public final class Lives {
    private record Change(long at, boolean awake) {}

    private final Map<String, List<Change>> changes = new LinkedHashMap<>();
    private final Map<String, String> services = new LinkedHashMap<>();

    private Lives() {}

    /** Reads them from a journal. */
    public static Lives of(List<Entry> entries) {
        Lives lives = new Lives();
        for (Entry entry : entries) {
            if (entry instanceof Entry.Up up) {
                lives.add(up.peer(), up.at(), true);
                lives.services.put(up.peer(), up.service());
            } else if (entry instanceof Entry.Down down) {
                lives.add(down.peer(), down.at(), false);
            } else if (entry instanceof Entry.Frozen frozen) {
                lives.add(frozen.peer(), frozen.at(), false);
            } else if (entry instanceof Entry.Thawed thawed) {
                lives.add(thawed.peer(), thawed.at(), true);
            }
        }
        return lives;
    }

    private void add(String peer, long at, boolean awake) {
        changes.computeIfAbsent(peer, name -> new ArrayList<>()).add(new Change(at, awake));
    }

    /** Everybody who was ever up, in the order of the first time. */
    public List<String> peers() {
        return List.copyOf(changes.keySet());
    }

    /** Those who offered {@code service} when they were last started. */
    public List<String> replicas(String service) {
        return changes.keySet().stream()
                .filter(peer -> service.equals(services.get(peer)))
                .toList();
    }

    /** Whether a peer was up and awake from {@code from} to {@code until}, both included, without a break. */
    public boolean steady(String peer, long from, long until) {
        boolean awake = false;
        for (Change change : changes.getOrDefault(peer, List.of())) {
            if (change.at() <= from) {
                awake = change.awake();
            } else if (change.at() <= until) {
                return false;
            }
        }
        return awake;
    }
}
