package dev.sleuth.sim;

import java.util.List;

/**
 * A kind of step or expectation, as the reader's table knows it.
 *
 * @param key the key that marks it: {@code crash}
 * @param others further keys that it may have
 */
record Kind<T>(String key, List<String> others, Reading<T> reading) {
    /** Reads one from its keys; what cannot be in the story so far is refused with a {@link ScenarioException}. */
    interface Reading<T> {
        T read(Fields fields, Plan plan);
    }
}
