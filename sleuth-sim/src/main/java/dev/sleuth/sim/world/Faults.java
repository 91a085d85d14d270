package dev.sleuth.sim.world;

import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Log;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The faults of one world: what {@link FaultyInlet} does to what comes in. Changed by one thread, the runner's; read by
 * all of them. Times are in nanoseconds since the start of the run.
 */
final class Faults {
    /** Beacons are lost with this chance until then. */
    record Loss(int step, double chance, long until) {}

    /** A peer stands still until then. */
    record Freeze(int step, long until) {}

    private final long seed;
    private final long beaconInterval;
    private final Log journal;
    private final Troubles troubles;
    private volatile @Nullable Loss loss;
    /** Replaced, never changed; only looked up, so its order does not matter. */
    private volatile Map<String, Freeze> freezes = Map.of();

    /** @param beaconInterval one draw decides on all beacons of one peer to another within it, in nanoseconds */
    Faults(long seed, long beaconInterval, Log journal) {
        this.seed = seed;
        this.beaconInterval = beaconInterval;
        this.journal = journal;
        this.troubles = new Troubles(Dice.mix(seed, "troubles"));
    }

    /** What else goes wrong. */
    Troubles troubles() {
        return troubles;
    }

    /** Lets something go wrong from now on, and writes down what nobody else would. */
    void inflict(int step, long now, Trouble trouble) {
        troubles.begin(step, now, trouble);
        entries(now, trouble).forEach(journal::append);
    }

    /** What a world has to write down of a trouble that begins: nobody else knows of it. */
    static List<Entry> entries(long now, Trouble trouble) {
        if (!(trouble instanceof Trouble.Hold hold)) {
            return List.of();
        }
        List<String> from = List.copyOf(hold.ways().from());
        List<String> to = List.copyOf(hold.ways().to());
        Entry there = new Entry.Held(now, from, to, hold.nanos());
        return hold.ways().bothWays() ? List.of(there, new Entry.Held(now, to, from, hold.nanos())) : List.of(there);
    }

    /** Loses beacons for a while; ends a loss that is going on. */
    void loseBeacons(int step, long now, double chance, long nanos) {
        if (!(chance >= 0 && chance <= 1)) {
            throw new IllegalArgumentException("a chance is from 0 to 1, not " + chance);
        }
        loss = new Loss(step, chance, now + nanos);
    }

    /**
     * Lets a peer stand still, and writes that down. Its driver has to ask its inlet for the new deadline.
     *
     * @throws IllegalStateException if it stands still already
     */
    void freeze(int step, long now, String peer, long nanos) {
        if (isFrozen(now, peer)) {
            throw new IllegalStateException(peer + " is frozen already; freeze it again after its thaw");
        }
        journal.append(new Entry.Frozen(now, peer));
        put(peer, new Freeze(step, now + nanos));
    }

    /** A peer has ended, and its inlet is entered no more: its successor of the same name is not frozen. */
    void forget(String peer) {
        put(peer, null);
    }

    private void put(String peer, @Nullable Freeze freeze) {
        Map<String, Freeze> changed = new LinkedHashMap<>(freezes);
        if (freeze == null) {
            changed.remove(peer);
        } else {
            changed.put(peer, freeze);
        }
        freezes = changed;
    }

    boolean isFrozen(long now, String peer) {
        Freeze freeze = freezes.get(peer);
        return freeze != null && now < freeze.until();
    }

    /** The peer's last freeze, also if it is over; null if there was none. */
    @Nullable
    Freeze freeze(String peer) {
        return freezes.get(peer);
    }

    /**
     * The fault that loses what {@code to} hears of {@code from} now; null if none does.
     *
     * <p>The draw depends on the seed, the two and the interval alone: neither on what happens on other links nor on
     * how many copies of a beacon arrive. Two draws for two copies would turn 30% into 9%.
     */
    @Nullable
    Loss loses(long now, String from, String to) {
        Loss current = loss;
        if (current == null || now >= current.until()) {
            return null;
        }
        long draw = Dice.mix(Dice.mix(Dice.mix(seed, from), to), now / beaconInterval);
        return Dice.fraction(draw) < current.chance() ? current : null;
    }
}
