package dev.sleuth.sim;

/** A scenario cannot be read. The message is one line: the file, the line and the key, what is wrong and what to do. */
public final class ScenarioException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ScenarioException(String message) {
        super(message);
    }
}
