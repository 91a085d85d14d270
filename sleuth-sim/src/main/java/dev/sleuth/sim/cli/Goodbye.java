package dev.sleuth.sim.cli;

import dev.sleuth.Sleuth;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Lets a peer leave gracefully when somebody ends the process: Ctrl-C, or a signal that asks for it. */
final class Goodbye {
    /** Whoever waits for longer is told why. */
    private static final long PATIENCE_MILLIS = 300;

    private Goodbye() {}

    /** The process then ends when the peer has left and {@code afterwards} is done, or at the next signal. */
    static void atTheEnd(Sleuth sleuth, Runnable afterwards) {
        atTheEnd(sleuth, () -> {}, afterwards);
    }

    /** @param whileItLasts done when leaving takes long */
    static void atTheEnd(Sleuth sleuth, Runnable whileItLasts, Runnable afterwards) {
        Runnable leave = () -> {
            SecondWord.ends();
            CompletableFuture<Void> told = CompletableFuture.runAsync(
                    whileItLasts, CompletableFuture.delayedExecutor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
            sleuth.close();
            told.cancel(false);
            afterwards.run();
        };
        Runtime.getRuntime().addShutdownHook(new Thread(leave, "goodbye"));
    }
}
