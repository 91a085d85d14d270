package dev.sleuth.dashboard.view;

/** There is nowhere to open a window; the message says why, in a line. */
public final class NoDisplay extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoDisplay(String message) {
        super(message);
    }
}
