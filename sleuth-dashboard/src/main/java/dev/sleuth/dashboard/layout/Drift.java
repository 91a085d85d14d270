package dev.sleuth.dashboard.layout;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Leads everybody to a new place slowly enough for an eye to follow. Used by one thread. */
public final class Drift {
    private static final double LASTS = Duration.ofMillis(400).toNanos();

    private Ring from = Ring.of(List.of());
    private Ring to = from;
    private long since;

    /** Everybody's place is to be in {@code target} soon; newcomers are there at once. */
    public void lead(Ring target, long now) {
        if (!target.equals(to)) {
            from = at(now);
            to = target;
            since = now;
        }
    }

    /** Where everybody is now, in nanoseconds of a monotonic clock. */
    public Ring at(long now) {
        double passed = Math.max(0, Math.min(1, (now - since) / LASTS));
        // Begins and ends gently.
        double share = passed * passed * (3 - 2 * passed);
        return share >= 1
                ? to
                : new Ring(between(from.peers(), to.peers(), share), between(from.titles(), to.titles(), share));
    }

    private static Map<String, Place> between(Map<String, Place> from, Map<String, Place> to, double share) {
        Map<String, Place> places = new LinkedHashMap<>();
        to.forEach((id, end) -> {
            Place begin = from.getOrDefault(id, end);
            places.put(
                    id,
                    new Place(begin.x() + (end.x() - begin.x()) * share, begin.y() + (end.y() - begin.y()) * share));
        });
        return places;
    }
}
