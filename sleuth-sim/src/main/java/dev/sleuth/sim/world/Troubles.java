package dev.sleuth.sim.world;

import dev.sleuth.sim.world.Trouble.Hold;
import dev.sleuth.sim.world.Trouble.Slow;
import dev.sleuth.sim.world.Trouble.Stall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The troubles that go on in one world. Changed by one thread, read by all. Times are in nanoseconds since the start of
 * the run.
 */
final class Troubles {
    /** A trouble that a step has begun. Later than {@code until} it has no effect. */
    record Active(int step, Trouble trouble, long from, long until) {
        boolean at(long now) {
            return now >= from && now < until;
        }
    }

    private final long seed;
    /** Replaced, never changed. */
    private volatile List<Active> active = List.of();

    Troubles(long seed) {
        this.seed = seed;
    }

    /** Begins now. */
    void begin(int step, long now, Trouble trouble) {
        List<Active> changed = new ArrayList<>(active);
        changed.add(new Active(step, trouble, now, now + trouble.nanos()));
        active = List.copyOf(changed);
    }

    /** Whether there are, or were, any at all: most worlds have none, and nobody shall pay for them. */
    boolean none() {
        return active.isEmpty();
    }

    /** The hold of that way which ends last; null if it is free. */
    @Nullable
    Active hold(long now, String from, String to) {
        Active last = null;
        for (Active one : active) {
            if (one.trouble() instanceof Hold hold
                    && one.at(now)
                    && hold.ways().leads(from, to)
                    && (last == null || one.until() > last.until())) {
                last = one;
            }
        }
        return last;
    }

    /** What slows that way down, the latest if there are several; null if nothing does. */
    @Nullable
    Active slow(long now, String from, String to) {
        Active last = null;
        for (Active one : active) {
            if (one.trouble() instanceof Slow slow && one.at(now) && slow.ways().leads(from, to)) {
                last = one;
            }
        }
        return last;
    }

    /** How much longer the next thing takes that is sent along a way that is slow. */
    static long delay(Active slow, Dice luck) {
        Slow trouble = (Slow) slow.trouble();
        return trouble.delay() + (long) (luck.fraction() * trouble.jitter());
    }

    /** A peer's stall that goes on now, with its own beginning and end; null if there is none. */
    @Nullable
    Active stall(long now, String peer) {
        for (Active one : active) {
            if (one.trouble() instanceof Stall stall
                    && one.at(now)
                    && stall.peers().contains(peer)) {
                long from = stall.every() == 0 ? one.from() : moment(one, stall, now, peer);
                if (now >= from && now < from + stall.pause()) {
                    return new Active(one.step(), stall, from, from + stall.pause());
                }
            }
        }
        return null;
    }

    /** When the stall begins that belongs to the present time: always the same for the same seed, peer and time. */
    private long moment(Active one, Stall stall, long now, String peer) {
        long number = (now - one.from()) / stall.every();
        long luck = Dice.mix(Dice.mix(Dice.mix(seed, one.step()), peer), number);
        return one.from() + number * stall.every() + (long) (Dice.fraction(luck) * (stall.every() - stall.pause()));
    }

    /** A source of luck for one way, or for one peer. */
    Dice luck(String from, String to) {
        return new Dice(Dice.mix(Dice.mix(Dice.mix(seed, "luck"), from), to));
    }

    /** The handlers' trouble of one kind that a peer has now, the latest; null if there is none. */
    <T extends Trouble> @Nullable Active handlers(Class<T> kind, long now, String peer) {
        Active last = null;
        for (Active one : active) {
            if (kind.isInstance(one.trouble())
                    && one.at(now)
                    && peers(one.trouble()).contains(peer)) {
                last = one;
            }
        }
        return last;
    }

    private static List<String> peers(Trouble trouble) {
        if (trouble instanceof Trouble.SlowHandlers slow) {
            return slow.peers();
        }
        return trouble instanceof Trouble.FailingHandlers failing ? failing.peers() : List.of();
    }
}
