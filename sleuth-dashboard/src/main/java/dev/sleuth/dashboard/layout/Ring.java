package dev.sleuth.dashboard.layout;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everybody on a circle, beside those who offer the same. Peers that only call are on the left. Where somebody is
 * depends on who is there and on nothing else, so nothing moves while nobody comes or goes.
 *
 * @param peers by id
 * @param titles of the groups, where their names belong
 */
public record Ring(Map<String, Place> peers, Map<String, Place> titles) {
    /** The group of those who offer nothing. */
    public static final String CALLERS = "";

    /** Free room between two groups, in seats. */
    private static final double GAP = 0.6;

    /** Someone to be placed; {@code group} is a service or {@link #CALLERS}. */
    public record Guest(String id, String group) {}

    public Ring {
        peers = Collections.unmodifiableMap(new LinkedHashMap<>(peers));
        titles = Collections.unmodifiableMap(new LinkedHashMap<>(titles));
    }

    /** Places everybody; the order of the guests does not matter but within a group. */
    public static Ring of(List<Guest> guests) {
        Map<String, List<String>> groups = new TreeMap<>();
        guests.forEach(guest -> groups.computeIfAbsent(guest.group(), group -> new ArrayList<>())
                .add(guest.id()));
        Map<String, Place> peers = new LinkedHashMap<>();
        Map<String, Place> titles = new LinkedHashMap<>();
        // A group has a seat more than members, for its name.
        double seats = guests.size() + groups.size() * (1 + GAP);
        double seat = -firstHalf(groups) / 2;
        for (Map.Entry<String, List<String>> group : groups.entrySet()) {
            double size = group.getValue().size() + 1;
            // Clockwise from the left: a list is read downwards, so on the left its name comes last.
            boolean upwards = StrictMath.cos((seat + (size + GAP) / 2) / seats * 2 * StrictMath.PI) > 0;
            double next = seat + GAP / 2 + 0.5;
            List<String> members = new ArrayList<>(group.getValue());
            if (upwards) {
                Collections.reverse(members);
            } else {
                titles.put(group.getKey(), place(next++, seats));
            }
            for (String member : members) {
                peers.put(member, place(next++, seats));
            }
            if (upwards) {
                titles.put(group.getKey(), place(next, seats));
            }
            seat += size + GAP;
        }
        return new Ring(peers, titles);
    }

    private static double firstHalf(Map<String, List<String>> groups) {
        return groups.isEmpty() ? 0 : groups.values().iterator().next().size() + 1 + GAP;
    }

    /** Seat 0 is on the left; they are counted clockwise. */
    private static Place place(double seat, double seats) {
        double angle = StrictMath.PI + seat / seats * 2 * StrictMath.PI;
        return new Place(StrictMath.cos(angle), StrictMath.sin(angle));
    }
}
