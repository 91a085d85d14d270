package dev.sleuth.dashboard.view;

import javafx.application.Platform;

/** Starts JavaFX, once in a process. */
final class Toolkits {
    private static boolean started;

    private Toolkits() {}

    /** Has pictures drawn in memory alone; must come before the first {@link #run}. */
    static void withoutDisplay() {
        System.setProperty("glass.platform", "Monocle");
        System.setProperty("monocle.platform", "Headless");
        System.setProperty("prism.order", "sw");
        System.setProperty("java.awt.headless", "true");
    }

    /** Runs something on JavaFX's own thread, which is started if need be. */
    static synchronized void run(Runnable task) {
        if (started) {
            Platform.runLater(task);
        } else {
            started = true;
            Platform.setImplicitExit(false);
            Platform.startup(task);
        }
    }
}
