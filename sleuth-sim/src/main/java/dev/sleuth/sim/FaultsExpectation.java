package dev.sleuth.sim;

import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Journal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every fault hit something: else the scenario has passed without the trouble that it is about. Nobody writes it in a
 * file, it is expected of all.
 *
 * @param faults the steps that do harm
 */
record FaultsExpectation(List<Step> faults) implements Expectation {
    @Override
    public List<Finding> check(Journal journal) {
        if (faults.isEmpty()) {
            return List.of();
        }
        Map<Integer, Long> hits = hits(journal);
        List<String> idle = new ArrayList<>();
        for (Step step : faults) {
            if (hits.getOrDefault(step.number(), 0L) == 0) {
                idle.add("step " + step.number() + " (" + step.story() + ")");
            }
        }
        long sum = faults.stream()
                .mapToLong(step -> hits.getOrDefault(step.number(), 0L))
                .sum();
        String seen = idle.isEmpty() ? Figures.count(sum, "hit") : "no hit by " + String.join(", ", idle);
        return List.of(new Finding(idle.isEmpty(), "every fault had an effect", "at least 1 hit by each", seen, 0));
    }

    private static Map<Integer, Long> hits(Journal journal) {
        Map<Integer, Long> hits = new LinkedHashMap<>();
        for (Entry entry : journal.entries()) {
            if (entry instanceof Entry.Hit hit) {
                hits.merge(hit.step(), hit.times(), Long::sum);
            }
        }
        return hits;
    }
}
