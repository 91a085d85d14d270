package dev.sleuth.sim.world;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The ways between peers that a trouble is about: all that lead from one of {@code from} to another one of {@code to},
 * by their names.
 *
 * @param bothWays whether those that lead back belong to it too
 */
public record Between(Set<String> from, Set<String> to, boolean bothWays) {
    public Between {
        from = new LinkedHashSet<>(from);
        to = new LinkedHashSet<>(to);
    }

    /** Whether what {@code sender} sends to {@code receiver} takes one of these ways. */
    boolean leads(String sender, String receiver) {
        return !sender.equals(receiver)
                && ((from.contains(sender) && to.contains(receiver))
                        || (bothWays && from.contains(receiver) && to.contains(sender)));
    }

    /** Everybody that it is about, each once. */
    List<String> all() {
        Set<String> all = new LinkedHashSet<>(from);
        all.addAll(to);
        return new ArrayList<>(all);
    }
}
