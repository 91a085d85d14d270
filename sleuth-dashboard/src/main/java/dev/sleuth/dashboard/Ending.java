package dev.sleuth.dashboard;

import dev.sleuth.dashboard.feed.Show;

/** Sees to it that what is behind a show ends in good order also when the process is told to end: with a goodbye. */
final class Ending {
    private final Thread hook;

    private Ending(Thread hook) {
        this.hook = hook;
    }

    static Ending of(Show show) {
        Thread hook = new Thread(show::close, "dashboard-end");
        Runtime.getRuntime().addShutdownHook(hook);
        return new Ending(hook);
    }

    /** From here on somebody else sees to it. */
    void off() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The process ends already, and the hook with it.
        }
    }
}
