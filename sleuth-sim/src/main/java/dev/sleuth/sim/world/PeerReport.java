package dev.sleuth.sim.world;

import dev.sleuth.sim.journal.Entry;

/** What a peer in a container tells its harness: each is a line of JSON on its standard output, {@link PeerLines}. */
sealed interface PeerReport {
    /** The process runs, and has loaded and compiled what peers do. */
    record Warm() implements PeerReport {}

    /**
     * What time it is in the container.
     *
     * @param number of the {@link PeerCommand.Clock} that asked
     * @param nanos by the clock that only goes forward
     * @param wall nanoseconds since 1970 by the clock on the wall
     */
    record Clock(int number, long nanos, long wall) implements PeerReport {}

    /** Something happened; times are nanoseconds since the start of the run. */
    record Wrote(Entry entry) implements PeerReport {}

    /** A command is carried out; {@code command} is the name of its record in lower case. */
    record Done(String command) implements PeerReport {}

    /** The peer cannot go on; the message is for people. */
    record Failed(String message) implements PeerReport {}
}
