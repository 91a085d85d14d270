package dev.sleuth.dashboard.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a peer told about itself: whom it sees and whom it called.
 *
 * @param sees identities
 * @param calls by whom it called
 */
public record View(Set<String> sees, Map<String, Calls> calls) {
    /** Calls since its start; {@code perSecond} is of the last ten seconds. */
    public record Calls(long count, long failed, double perSecond) {}

    public View {
        sees = Collections.unmodifiableSet(new LinkedHashSet<>(sees));
        calls = Collections.unmodifiableMap(new LinkedHashMap<>(calls));
    }
}
