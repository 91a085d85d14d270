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

    /** Seats of a group beside those of its members: one before and one after them, one of which takes its name. */
    private static final int BESIDES = 2;

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
        int seats = guests.size() + groups.size() * BESIDES;
        // The middle of the first group is on the very left.
        double begin = -firstSize(groups) / 2.0;
        for (Map.Entry<String, List<String>> group : groups.entrySet()) {
            int size = group.getValue().size() + BESIDES;
            double first = begin + 0.5;
            double last = begin + size - 0.5;
            // Seats are counted clockwise, and a list is read downwards.
            boolean upwards = StrictMath.cos(turn(begin + size / 2.0, seats)) > 0;
            List<String> members = new ArrayList<>(group.getValue());
            if (upwards) {
                Collections.reverse(members);
            }
            titles.put(group.getKey(), place(upwards ? last : first, seats));
            for (int i = 0; i < members.size(); i++) {
                peers.put(members.get(i), place(first + 1 + i, seats));
            }
            begin += size;
        }
        return new Ring(peers, titles);
    }

    private static int firstSize(Map<String, List<String>> groups) {
        return groups.isEmpty() ? 0 : groups.values().iterator().next().size() + BESIDES;
    }

    /** By how much a seat is turned from the left, clockwise, in radians. */
    private static double turn(double seat, int seats) {
        return seat / seats * 2 * StrictMath.PI;
    }

    private static Place place(double seat, int seats) {
        double angle = StrictMath.PI + turn(seat, seats);
        return new Place(StrictMath.cos(angle), StrictMath.sin(angle));
    }
}
