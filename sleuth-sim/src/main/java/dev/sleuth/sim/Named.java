package dev.sleuth.sim;

import dev.sleuth.sim.world.PeerSpec;
import java.util.List;

/**
 * Whom a step is done to, if it may be several: a peer, the members of a group, or {@code all}.
 *
 * @param text as part of a sentence
 */
record Named(List<String> peers, String text) {
    static Named read(Value place, Plan plan) {
        if (!plan.knows(place.text()) && place.text().equals("all")) {
            return new Named(plan.peers().stream().map(PeerSpec::name).toList(), "everybody");
        }
        List<String> members = plan.members(place);
        if (members.size() > 1) {
            return new Named(members, "each of " + place.text());
        }
        return new Named(List.of(plan.awake(place)), place.text());
    }

    /** The same, of those who offer a service. */
    static Named servers(Value place, Plan plan) {
        Named named = read(place, plan);
        List<String> servers = named.peers().stream()
                .filter(peer -> plan.spec(peer).service() != null)
                .toList();
        if (servers.isEmpty()) {
            throw place.error(place.text() + " offers no service, so it has no handler; name somebody who does");
        }
        return new Named(servers, named.text());
    }

    /** All of these begin with one who does something. */
    String sentence(String verb) {
        return text + " " + verb;
    }
}
