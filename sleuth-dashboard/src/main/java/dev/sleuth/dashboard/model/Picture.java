package dev.sleuth.dashboard.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be seen at one moment. All lists are in an order that does not change from moment to moment.
 *
 * @param title what is shown: the name of a scenario, a file, a network
 * @param at nanoseconds since the start
 * @param lasts when it ends, in nanoseconds since the start; 0 if that is not known
 * @param ended whether nothing more will happen
 * @param calls how many calls have ended since the start, and how many of them without success
 */
public record Picture(
        String title,
        long at,
        long lasts,
        boolean ended,
        List<Peer> peers,
        List<Sight> sights,
        List<Flow> flows,
        List<Step> steps,
        List<Note> notes,
        List<Finding> findings,
        Rate calls) {
    /** How a peer is. */
    public enum State {
        UP,
        FROZEN,
        /** It has ended, or nobody sees it any more. */
        DOWN,
        /** It is up, but does not tell whom it sees. */
        SILENT
    }

    /** What is known of whether one peer sees another. */
    public enum Sees {
        YES,
        NO,
        UNKNOWN
    }

    /**
     * A peer.
     *
     * @param id what others refer to it by
     * @param name for people
     * @param service null for one that only calls
     * @param made calls that it made and that ended in the last second
     */
    public record Peer(String id, String name, @Nullable String service, State state, Rate made) {}

    /** Two peers of whom at least one sees the other. */
    public record Sight(String one, String other, Sees oneSeesOther, Sees otherSeesOne) {
        /** Whether each is known to see the other. */
        public boolean mutual() {
            return oneSeesOther == Sees.YES && otherSeesOne == Sees.YES;
        }

        /** Whether one of them is known not to see the other. */
        public boolean oneSided() {
            return oneSeesOther == Sees.NO || otherSeesOne == Sees.NO;
        }
    }

    /** Calls that went from one peer to another in the last second. */
    public record Flow(String from, String to, Rate rate) {}

    /** How many, and how many of them failed. */
    public record Rate(double all, double failed) {
        public static final Rate NONE = new Rate(0, 0);

        /** The same and one more. */
        public Rate plus(boolean failure) {
            return new Rate(all + 1, failure ? failed + 1 : failed);
        }
    }

    /**
     * A step of the story; {@code done} if it has been taken.
     *
     * @param at in nanoseconds since the start
     * @param hits how many things its fault has hit so far
     */
    public record Step(int number, long at, String story, boolean done, long hits) {
        /** One that has not been taken. */
        public static Step planned(int number, long at, String story) {
            return new Step(number, at, story, false, 0);
        }
    }

    /** Something that was noticed, at a time in nanoseconds since the start. */
    public record Note(long at, String text) {}

    /** What an expectation came to. */
    public record Finding(boolean passed, String what, String seen) {}

    public Picture {
        peers = List.copyOf(peers);
        sights = List.copyOf(sights);
        flows = List.copyOf(flows);
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
        findings = List.copyOf(findings);
    }

    /** Nothing yet. */
    public static Picture empty(String title) {
        return new Picture(
                title, 0, 0, false, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), Rate.NONE);
    }

    /** Who has this id; null if nobody has. */
    public @Nullable Peer peer(String id) {
        return peers.stream().filter(peer -> peer.id().equals(id)).findFirst().orElse(null);
    }
}
