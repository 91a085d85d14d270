package dev.sleuth.sim.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the facts mean.
 *
 * @param facts all that was seen
 * @param findings the most likely cause first; what is wrong stands before what may be as somebody wants it
 */
public record Diagnosis(Facts facts, List<Finding> findings) {
    /**
     * Judges the facts; the same facts give the same findings.
     *
     * <p>The rules stand in the order of how much each explains: where the port is taken, nothing else could be tried;
     * where a firewall drops all beacons, whatever is said about single peers is a consequence.
     */
    public static Diagnosis of(Facts facts) {
        List<Finding> findings = new ArrayList<>();
        findings.addAll(PlaceRules.of(facts));
        findings.addAll(BeaconRules.of(facts));
        findings.addAll(PeerRules.of(facts));
        boolean wrong = findings.stream().anyMatch(Finding::wrong);
        findings.addAll(HintRules.of(facts, wrong));
        findings.sort(Comparator.comparing(Finding::wrong).reversed());
        return new Diagnosis(facts, List.copyOf(findings));
    }

    /** Whether nothing was found that keeps peers from seeing each other. */
    public boolean isWell() {
        return findings.stream().noneMatch(Finding::wrong);
    }
}
