package dev.sleuth.sim.cli;

import dev.sleuth.Sleuth;

/** Lets a peer leave gracefully when somebody ends the process: Ctrl-C, or a signal that asks for it. */
final class Goodbye {
    private Goodbye() {}

    /** The process then ends when the peer has left and {@code afterwards} is done. */
    static void atTheEnd(Sleuth sleuth, Runnable afterwards) {
        Runnable leave = () -> {
            sleuth.close();
            afterwards.run();
        };
        Runtime.getRuntime().addShutdownHook(new Thread(leave, "goodbye"));
    }
}
