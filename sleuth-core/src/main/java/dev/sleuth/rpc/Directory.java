package dev.sleuth.rpc;

import dev.sleuth.zre.PeerId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who offers what, and whose turn it is. The turn of a service is the identity that was asked last: the next greater
 * one follows, whoever came or went in between, so nobody is skipped or asked twice in a cycle.
 */
final class Directory {
    private static final class Offers {
        final TreeMap<PeerId, Member> members = new TreeMap<>();
        /** Those that are about to leave, as somebody says. */
        final Set<PeerId> parting = new TreeSet<>();
        /** Those that may be dead. */
        final Set<PeerId> suspect = new TreeSet<>();

        @Nullable
        PeerId last;

        PeerId after(@Nullable PeerId one) {
            PeerId next = one == null ? null : members.higherKey(one);
            return next != null ? next : members.firstKey();
        }

        boolean isAvoided(PeerId one) {
            return parting.contains(one) || suspect.contains(one);
        }
    }

    private final Map<String, Offers> services = new LinkedHashMap<>();

    /** Returns whether it is new. */
    boolean add(Member member) {
        return services.computeIfAbsent(member.service(), name -> new Offers())
                        .members
                        .put(member.id(), member)
                == null;
    }

    /** Returns whether it was there. */
    boolean remove(Member member) {
        Offers offers = services.get(member.service());
        if (offers == null || offers.members.remove(member.id()) == null) {
            return false;
        }
        offers.parting.remove(member.id());
        offers.suspect.remove(member.id());
        if (offers.members.isEmpty()) {
            services.remove(member.service());
        }
        return true;
    }

    /** While a peer is about to leave it is asked only if nobody else offers its service. */
    void parting(Member member, boolean parting) {
        Offers offers = services.get(member.service());
        if (offers != null && parting && offers.members.containsKey(member.id())) {
            offers.parting.add(member.id());
        } else if (offers != null) {
            offers.parting.remove(member.id());
        }
    }

    /** While a peer is suspect it is asked only if nobody else offers its service. */
    void suspect(Member member, boolean suspect) {
        Offers offers = services.get(member.service());
        if (offers != null && suspect && offers.members.containsKey(member.id())) {
            offers.suspect.add(member.id());
        } else if (offers != null) {
            offers.suspect.remove(member.id());
        }
    }

    /** Whether this very peer offers the service. */
    boolean offers(String service, PeerId peer) {
        Offers offers = services.get(service);
        return offers != null && offers.members.containsKey(peer);
    }

    /** Whose turn it is; null if nobody offers the service. */
    @Nullable
    PeerId next(String service) {
        Offers offers = services.get(service);
        if (offers == null) {
            return null;
        }
        PeerId turn = offers.after(offers.last);
        for (int others = offers.members.size(); others > 0 && offers.isAvoided(turn); others--) {
            turn = offers.after(turn);
        }
        offers.last = turn;
        return turn;
    }

    /**
     * Whose turn it is among others than {@code tried}.
     *
     * @param anyhow whether somebody who is better avoided is better than nobody
     * @return null if there is nobody else
     */
    @Nullable
    PeerId next(String service, Collection<PeerId> tried, boolean anyhow) {
        Offers offers = services.get(service);
        if (offers == null) {
            return null;
        }
        PeerId second = null;
        PeerId turn = offers.last;
        for (int left = offers.members.size(); left > 0; left--) {
            turn = offers.after(turn);
            if (tried.contains(turn)) {
                continue;
            } else if (!offers.isAvoided(turn)) {
                offers.last = turn;
                return turn;
            }
            second = second == null ? turn : second;
        }
        return anyhow ? second : null;
    }
}
