package dev.sleuth.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every sample of one pass, by contender, callers and round. */
final class Results {
    private final Map<String, Map<Integer, List<Sample>>> samples = new LinkedHashMap<>();

    private double others;

    /** Notes what part of the machine's processor time went to others during the rounds, 0 to 1. */
    void others(double part) {
        others = part;
    }

    /** What part of the machine's processor time went to others during the rounds, 0 to 1. */
    double others() {
        return others;
    }

    /** Notes the sample of a contender's next round. */
    void add(String contender, int callers, Sample sample) {
        samples.computeIfAbsent(contender, name -> new LinkedHashMap<>())
                .computeIfAbsent(callers, number -> new ArrayList<>())
                .add(sample);
    }

    /** The samples of a contender with so many callers, one per round; empty if it was not measured. */
    List<Sample> of(String contender, int callers) {
        return samples.getOrDefault(contender, Map.of()).getOrDefault(callers, List.of());
    }

    /** The calls of a contender that failed, in all rounds. */
    long failures(String contender) {
        return samples.getOrDefault(contender, Map.of()).values().stream()
                .flatMap(List::stream)
                .mapToLong(Sample::failures)
                .sum();
    }
}
