package dev.sleuth.sim.world;

import dev.sleuth.zre.PeerId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a harness tells a peer in a container: each is a line of JSON on its standard input, {@link PeerLines}. */
sealed interface PeerCommand {
    /** Say what time it is. Answered by {@link PeerReport.Clock}. */
    record Clock(int number) implements PeerCommand {}

    /**
     * Join the network. Times are nanoseconds since the start of the run from now on.
     *
     * @param peer who it is
     * @param life which of the peer's lives, from 1
     * @param run see {@link Identities}
     * @param names see {@link Identities}
     * @param seed of the faults' luck
     * @param origin the start of the run by the container's own clock
     * @param firstCall the number of its first call
     * @param loads what it calls
     * @param loss the beacons that are being lost; null if none are
     * @param troubles that were begun before, of those that last
     */
    record Join(
            PeerSpec peer,
            int life,
            PeerId run,
            List<String> names,
            long seed,
            long origin,
            long firstCall,
            List<LoadSpec> loads,
            @Nullable LoseBeacons loss,
            List<Inflict> troubles)
            implements PeerCommand {
        public Join {
            names = List.copyOf(names);
            loads = List.copyOf(loads);
            troubles = List.copyOf(troubles);
        }
    }

    /** Call, as planned; {@code callers} is not looked at. */
    record Load(LoadSpec load) implements PeerCommand {}

    /** Lose what the faults' luck says, until then. */
    record LoseBeacons(int step, double chance, long until) implements PeerCommand {}

    /** Let something go wrong, from that time on. */
    record Inflict(int step, long from, Trouble trouble) implements PeerCommand {}

    /** Plan no calls any more: the process is about to be stopped. Answered by {@link PeerReport.Done}. */
    record Freeze() implements PeerCommand {}

    /** The process goes on: plan calls again. */
    record Thaw() implements PeerCommand {}

    /** Plan no calls any more, and wait for those that are under way. Answered by {@link PeerReport.Done}. */
    record Drain() implements PeerCommand {}

    /** Report what was counted so far, and nothing more from then on. Answered by {@link PeerReport.Done}. */
    record Finish() implements PeerCommand {}

    /** Say goodbye and end the process. */
    record Leave() implements PeerCommand {}
}
