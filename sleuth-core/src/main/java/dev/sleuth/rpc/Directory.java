package dev.sleuth.rpc;

import dev.sleuth.zre.PeerId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
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
    private final Restraint restraint;

    /** @param restraint whom to pass over while others are there, besides those that are told of here */
    Directory(Restraint restraint) {
        this.restraint = restraint;
    }

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

    /** Whose turn it is; null if nobody offers the service. It is used up when it is {@link #taken}. */
    @Nullable
    PeerId next(long now, String service) {
        return next(now, service, List.of(), true);
    }

    /**
     * Whose turn it is among others than {@code tried}. It is used up when it is {@link #taken}.
     *
     * @param anyhow whether somebody who is better avoided is better than nobody
     * @return null if there is nobody else
     */
    @Nullable
    PeerId next(long now, String service, Collection<PeerId> tried, boolean anyhow) {
        Offers offers = services.get(service);
        return offers == null ? null : best(now, offers, tried, anyhow);
    }

    /** A peer that offers the service is asked: the next has its turn. */
    void taken(String service, PeerId peer) {
        Offers offers = services.get(service);
        if (offers != null) {
            offers.last = peer;
        }
    }

    /** The next that need not be avoided, or else the next that is not restrained, or else the next. */
    private @Nullable PeerId best(long now, Offers offers, Collection<PeerId> tried, boolean anyhow) {
        PeerId second = null;
        PeerId third = null;
        PeerId turn = offers.last;
        for (int left = offers.members.size(); left > 0; left--) {
            turn = offers.after(turn);
            boolean passed = tried.contains(turn);
            boolean held = !passed && restraint.holds(now, turn);
            if (held && third == null) {
                third = turn;
            } else if (!passed && !held && !offers.isAvoided(turn)) {
                return turn;
            } else if (!passed && !held && second == null) {
                second = turn;
            }
        }
        PeerId poor = second != null ? second : third;
        return anyhow ? poor : null;
    }

    /** After how many milliseconds somebody who offers the service may be asked; 0 for at once. */
    long restrainedMillis(long now, String service) {
        Offers offers = services.get(service);
        return offers == null
                ? 0
                : offers.members.keySet().stream()
                        .mapToLong(peer -> restraint.millisLeft(now, peer))
                        .min()
                        .orElse(0);
    }
}
