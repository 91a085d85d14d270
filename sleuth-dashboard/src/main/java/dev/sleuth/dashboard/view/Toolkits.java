package dev.sleuth.dashboard.view;

import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.application.Platform;

/** Starts JavaFX, once in a process. */
final class Toolkits {
    /** It warns whoever has it on the class path, where it works as well; kept, as loggers are forgotten otherwise. */
    private static final Logger WARNINGS = Logger.getLogger("javafx");

    private static boolean started;

    private Toolkits() {}

    /** Has pictures drawn in memory alone; must come before the first {@link #run}. */
    static synchronized void withoutDisplay() {
        if (!started) {
            System.setProperty("glass.platform", "Monocle");
            System.setProperty("monocle.platform", "Headless");
            System.setProperty("prism.order", "sw");
            System.setProperty("java.awt.headless", "true");
        }
    }

    /**
     * Runs something on JavaFX's own thread, which is started if need be.
     *
     * @throws NoDisplay if it cannot be started
     */
    static synchronized void run(Runnable task) {
        if (started) {
            Platform.runLater(task);
            return;
        }
        if (displayMissing(System.getProperty("os.name", ""), System.getenv())) {
            throw new NoDisplay("DISPLAY is not set");
        }
        WARNINGS.setLevel(Level.SEVERE);
        Platform.setImplicitExit(false);
        try {
            Platform.startup(task);
        } catch (UnsupportedOperationException | IllegalStateException | LinkageError e) {
            throw new NoDisplay(String.valueOf(e.getMessage()));
        }
        started = true;
    }

    /** Ends JavaFX if it has started: where that has failed, its own end would wait for ever. */
    static synchronized void end() {
        if (started) {
            Platform.exit();
        }
    }

    /** JavaFX would print a trace of its own. */
    private static boolean displayMissing(String system, Map<String, String> environment) {
        return system.toLowerCase(Locale.ROOT).contains("linux")
                && !"Monocle".equals(System.getProperty("glass.platform"))
                && environment.getOrDefault("DISPLAY", "").isEmpty();
    }
}
