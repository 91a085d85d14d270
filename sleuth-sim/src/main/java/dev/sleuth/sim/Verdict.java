package dev.sleuth.sim;

import java.util.List;

/**
 * What a run has shown.
 *
 * @param result the outcome of all
 * @param findings every expectation's, in the order of the file
 * @param hash of the journal, in lower-case hex; the seed is not in it
 */
public record Verdict(Result result, List<Finding> findings, String hash) {
    /** The outcome of a run, and the exit code that says it. */
    public enum Result {
        PASSED(0),
        FAILED(1),
        /** The machine itself stood still for longer than the run can bear. */
        INCONCLUSIVE(3);

        public final int exitCode;

        Result(int exitCode) {
            this.exitCode = exitCode;
        }
    }

    public Verdict {
        findings = List.copyOf(findings);
    }
}
