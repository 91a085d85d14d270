package dev.sleuth.sim;

import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Journal;
import dev.sleuth.sim.world.LoadSpec;
import dev.sleuth.sim.world.PeerSpec;
import dev.sleuth.sim.world.Trouble;
import dev.sleuth.sim.world.World;
import java.util.ArrayList;
import java.util.List;

/** A world in which nothing happens but what it is told, and that remembers that. */
final class FakeWorld implements World {
    final List<String> told = new ArrayList<>();
    private final Journal journal;
    private final long stall;

    FakeWorld(Journal journal) {
        this(journal, 0);
    }

    /** One whose machine stands still for so many nanoseconds. */
    FakeWorld(Journal journal, long stall) {
        this.journal = journal;
        this.stall = stall;
    }

    private void tell(String text) {
        told.add(text + " [" + journal.entries().size() + "]");
    }

    @Override
    public void start(int step, PeerSpec peer) {
        tell("start " + step + " " + peer.name());
    }

    @Override
    public void load(LoadSpec load) {
        tell("load " + load.service());
    }

    @Override
    public void advance(long until) {
        tell("advance " + Figures.exactTime(until));
        if (stall > 0) {
            journal.append(new Entry.Stalled(until, stall));
        }
    }

    @Override
    public void crash(int step, String peer) {
        tell("crash " + step + " " + peer);
    }

    @Override
    public void leave(int step, String peer) {
        tell("leave " + step + " " + peer);
    }

    @Override
    public void freeze(int step, String peer, long nanos) {
        tell("freeze " + step + " " + peer + " " + Figures.exactTime(nanos));
    }

    @Override
    public void loseBeacons(int step, double chance, long nanos) {
        tell("lose " + step + " " + chance + " " + Figures.exactTime(nanos));
    }

    @Override
    public void inflict(int step, Trouble trouble) {
        tell("inflict " + step + " " + trouble);
    }

    @Override
    public void close() {
        tell("close");
    }
}
