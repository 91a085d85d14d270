package dev.sleuth.dashboard;

/** Something stands in the way; the message is one line for people, with the place and what to do. */
final class CannotRun extends RuntimeException {
    private static final long serialVersionUID = 1;

    CannotRun(String message) {
        super(message);
    }
}
