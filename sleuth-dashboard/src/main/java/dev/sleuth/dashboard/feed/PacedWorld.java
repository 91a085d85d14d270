package dev.sleuth.dashboard.feed;

import dev.sleuth.sim.world.LoadSpec;
import dev.sleuth.sim.world.PeerSpec;
import dev.sleuth.sim.world.Trouble;
import dev.sleuth.sim.world.World;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A world in simulated time that takes its time, so that it can be watched. What happens in it stays the same: it is
 * only let go on in small portions.
 */
final class PacedWorld implements World {
    /** Of real time. */
    private static final long PORTION = Duration.ofMillis(15).toNanos();

    private final World world;
    private final double speed;
    private long now;
    private long begun;

    /** @param speed 2 for twice as fast as real time */
    PacedWorld(World world, double speed) {
        this.world = world;
        this.speed = speed;
        this.begun = System.nanoTime();
    }

    @Override
    public void start(int step, PeerSpec peer) {
        if (now == 0) {
            begun = System.nanoTime();
        }
        world.start(step, peer);
    }

    @Override
    public void start(int step, List<PeerSpec> peers) {
        world.start(step, peers);
    }

    @Override
    public void load(LoadSpec load) {
        world.load(load);
    }

    @Override
    public void advance(long until) throws InterruptedException {
        long portion = Math.max(1, (long) (PORTION * speed));
        while (now < until) {
            now = Math.min(until, now + portion);
            long early = begun + (long) (now / speed) - System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(early);
            world.advance(now);
        }
        world.advance(until);
    }

    @Override
    public void crash(int step, String peer) {
        world.crash(step, peer);
    }

    @Override
    public void leave(int step, String peer) {
        world.leave(step, peer);
    }

    @Override
    public void freeze(int step, String peer, long nanos) {
        world.freeze(step, peer, nanos);
    }

    @Override
    public void loseBeacons(int step, double chance, long nanos) {
        world.loseBeacons(step, chance, nanos);
    }

    @Override
    public void inflict(int step, Trouble trouble) {
        world.inflict(step, trouble);
    }

    @Override
    public void close() {
        world.close();
    }
}
