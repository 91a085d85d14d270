package dev.sleuth.rpc;

import dev.sleuth.zre.PeerId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who offers what, and whose turn it is. The turn of a service is the identity that was asked last: the next greater
 * one follows, whoever came or went in between, so nobody is skipped or asked twice in a cycle.
 */
final class Directory {
    private static final class Offers {
        final TreeMap<PeerId, Member> members = new TreeMap<>();

        @Nullable
        PeerId last;
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
        if (offers.members.isEmpty()) {
            services.remove(member.service());
        }
        return true;
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
        PeerId next = offers.last == null ? null : offers.members.higherKey(offers.last);
        PeerId turn = next != null ? next : offers.members.firstKey();
        offers.last = turn;
        return turn;
    }
}
