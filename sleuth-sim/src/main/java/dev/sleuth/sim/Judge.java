package dev.sleuth.sim;

import dev.sleuth.sim.Verdict.Result;
import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Judges a journal, of a run just now or of one long ago: pure. */
public final class Judge {
    /** How long, in nanoseconds, the machine may stand still before a run's times mean nothing. */
    static final long STALL = Duration.ofMillis(200).toNanos();

    private Judge() {}

    /** The verdict on what {@code journal} says of a run of {@code scenario}. */
    public static Verdict judge(Scenario scenario, Journal journal) {
        List<Finding> findings = new ArrayList<>();
        for (Expectation expectation : scenario.expectations()) {
            findings.addAll(expectation.check(journal));
        }
        findings.addAll(new FaultsExpectation(
                        scenario.steps().stream().filter(Step::fault).toList())
                .check(journal));
        return new Verdict(result(findings, longestStall(journal)), findings, journal.hash());
    }

    /** The longest time, in nanoseconds, for which the machine itself stood still; 0 if it never did. */
    static long longestStall(Journal journal) {
        long longest = 0;
        for (Entry entry : journal.entries()) {
            if (entry instanceof Entry.Stalled stalled) {
                longest = Math.max(longest, stalled.nanos());
            }
        }
        return longest;
    }

    private static Result result(List<Finding> findings, long longestStall) {
        if (longestStall >= STALL) {
            return Result.INCONCLUSIVE;
        }
        return findings.stream().allMatch(Finding::passed) ? Result.PASSED : Result.FAILED;
    }
}
