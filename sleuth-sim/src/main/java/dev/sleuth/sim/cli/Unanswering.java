package dev.sleuth.sim.cli;

import dev.sleuth.rpc.Observation;
import dev.sleuth.zre.PeerId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Who sends beacons and answers no greeting: such a one is in no list, and a person wonders why. */
final class Unanswering implements Consumer<Observation> {
    /** What a peer rejects such a beacon for. */
    private static final String REASON = "no-hello";
    /** Anybody can make up more of them than fit on a screen. */
    private static final int MOST = 10;

    private final Map<PeerId, String> seen = new LinkedHashMap<>();
    private int more;

    @Override
    public synchronized void accept(Observation observation) {
        if (observation instanceof Observation.Entered entered) {
            seen.remove(entered.member().id());
        } else if (observation instanceof Observation.Rejected rejected
                && rejected.from() != null
                && rejected.reason().equals(REASON)) {
            if (seen.size() < MOST || seen.containsKey(rejected.from())) {
                seen.put(rejected.from(), rejected.detail());
            } else {
                more++;
            }
        }
    }

    /** A line for each; none if there is nobody. */
    synchronized List<String> lines() {
        List<String> lines = new ArrayList<>();
        seen.forEach((id, why) ->
                lines.add("sleuth: " + id + " sends beacons but does not answer, so it is not listed: " + why));
        if (more > 0) {
            lines.add("sleuth: and so do others, of whom " + more + " more beacons came");
        }
        return lines;
    }
}
