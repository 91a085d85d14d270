package dev.sleuth.sim.cli;

import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Journal;
import dev.sleuth.sim.world.LoadSpec;
import dev.sleuth.sim.world.PeerSpec;
import dev.sleuth.sim.world.Trouble;
import dev.sleuth.sim.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A world in which every call is answered within a millisecond, and the machine stands still if it is told to. */
final class FakeWorld implements World {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final Journal journal;
    private final long stall;
    private final List<LoadSpec> load = new ArrayList<>();
    private long now;

    /** @param stall how long the machine stands still, in nanoseconds */
    FakeWorld(Journal journal, long stall) {
        this.journal = journal;
        this.stall = stall;
    }

    @Override
    public void start(int step, PeerSpec peer) {
        journal.append(new Entry.Up(now, peer.name(), peer.name(), peer.service(), peer.version()));
    }

    @Override
    public void load(LoadSpec spec) {
        load.add(spec);
    }

    @Override
    public void advance(long until) {
        now = until;
        for (LoadSpec spec : load) {
            for (String caller : spec.callers()) {
                journal.append(new Entry.Called(now + MILLI, now, caller, now, spec.service(), "echo", 200, 0, 1));
            }
        }
        if (stall > 0) {
            journal.append(new Entry.Stalled(now, stall));
        }
    }

    @Override
    public void crash(int step, String peer) {
        journal.append(new Entry.Down(now, peer, "crash"));
        journal.append(new Entry.Hit(now, step, peer, 1));
    }

    @Override
    public void leave(int step, String peer) {
        journal.append(new Entry.Down(now, peer, "leave"));
    }

    @Override
    public void freeze(int step, String peer, long nanos) {
        journal.append(new Entry.Hit(now, step, peer, 1));
    }

    @Override
    public void loseBeacons(int step, double chance, long nanos) {
        journal.append(new Entry.Hit(now, step, "beacons", 1));
    }

    @Override
    public void inflict(int step, Trouble trouble) {
        journal.append(new Entry.Hit(now, step, "trouble", 1));
    }

    @Override
    public void close() {
        load.clear();
    }
}
