package dev.sleuth;

import dev.sleuth.rpc.Member;
import dev.sleuth.rpc.Observation;
import dev.sleuth.zre.PeerId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who is there, at one moment. Immutable; observations make the next one.
 *
 * @param peers everyone who has greeted us, by identity
 * @param services who offers what; a service that nobody offers is not in it
 */
record View(Map<PeerId, Member> peers, SortedMap<String, List<Member>> services) {
    static final View EMPTY = new View(Map.of(), Collections.emptySortedMap());

    View after(Observation observation) {
        if (observation instanceof Observation.Entered entered) {
            Map<PeerId, Member> more = new LinkedHashMap<>(peers);
            more.put(entered.member().id(), entered.member());
            return new View(Collections.unmodifiableMap(more), services);
        } else if (observation instanceof Observation.Exited exited) {
            Map<PeerId, Member> fewer = new LinkedHashMap<>(peers);
            fewer.remove(exited.member().id());
            return new View(Collections.unmodifiableMap(fewer), services);
        } else if (observation instanceof Observation.Offered offered) {
            return offering(offered.member(), true);
        } else if (observation instanceof Observation.Withdrawn withdrawn) {
            return offering(withdrawn.member(), false);
        }
        return this;
    }

    private View offering(Member member, boolean offers) {
        List<Member> members = new ArrayList<>(services.getOrDefault(member.service(), List.of()));
        members.removeIf(other -> other.id().equals(member.id()));
        if (offers) {
            members.add(member);
        }
        SortedMap<String, List<Member>> changed = new TreeMap<>(services);
        if (members.isEmpty()) {
            changed.remove(member.service());
        } else {
            changed.put(member.service(), List.copyOf(members));
        }
        return new View(peers, Collections.unmodifiableSortedMap(changed));
    }
}
