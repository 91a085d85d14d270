package dev.sleuth.sim.world.docker;

/** Docker cannot do what a run needs; the message is one sentence for people, with the place and what to do. */
public final class DockerTrouble extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param message for people */
    public DockerTrouble(String message) {
        super(message);
    }

    /**
     * The same, of something that was thrown.
     *
     * @param message for people
     * @param cause for a debugger
     */
    public DockerTrouble(String message, Throwable cause) {
        super(message, cause);
    }
}
