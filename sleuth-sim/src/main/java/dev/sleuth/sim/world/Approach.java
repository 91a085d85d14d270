package dev.sleuth.sim.world;

import dev.sleuth.sim.journal.Log;
import dev.sleuth.sim.world.HeldInputs.Input;
import dev.sleuth.sim.world.Troubles.Active;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ways to one peer from the others, as troubles of the network make them. Whatever takes longer waits here, until
 * {@link #release}. Used as the peer's engine is, by one thread at a time.
 */
final class Approach {
    /** What is under way from one other. */
    private static final class Ways {
        final Lane messages = new Lane();
        /** The fate of connections, which is told by other packets than those of messages. */
        final Lane fates = new Lane();

        final Lane datagrams = new Lane();

        final Dice luck;

        Ways(Dice luck) {
            this.luck = luck;
        }
    }

    private final String peer;
    private final Troubles troubles;
    private final HitMeter hits;
    private final Map<String, Ways> ways = new LinkedHashMap<>();
    /** When the first of all has waited long enough. */
    private long due = Long.MAX_VALUE;

    Approach(String peer, Troubles troubles, Log journal) {
        this.peer = peer;
        this.troubles = troubles;
        this.hits = new HitMeter(journal);
    }

    /** The hold that loses a datagram which comes now; null if none does. */
    @Nullable
    Active loses(long now, String from) {
        return troubles.none() ? null : troubles.hold(now, from, peer);
    }

    /** A datagram that is not lost. It goes on at once, or later. */
    void datagram(long now, String from, Input input) {
        Active slow = troubles.none() ? null : troubles.slow(now, from, peer);
        if (slow == null) {
            input.enter(now);
            return;
        }
        Ways way = way(from);
        way.datagrams.add(0, now + Troubles.delay(slow, way.luck), input);
        due = Math.min(due, way.datagrams.due());
        hits.count(now, slow.step(), "beacons to " + peer + " delayed", 1);
    }

    /** A message on a connection from another. It goes on at once, or later, and never before an earlier one. */
    void message(long now, String from, long size, Input input) {
        if (troubles.none()) {
            input.enter(now);
        } else {
            Ways way = way(from);
            pass(now, way, way.messages, size, hold(now, from, false), troubles.slow(now, from, peer), input);
        }
    }

    /**
     * A connection that the peer made to another was taken, or broke.
     *
     * @param taken whether it was taken: then packets had to pass both ways
     */
    void fate(long now, String to, boolean taken, Input input) {
        if (troubles.none()) {
            input.enter(now);
        } else {
            Ways way = way(to);
            pass(now, way, way.fates, 0, hold(now, to, taken), troubles.slow(now, to, peer), input);
        }
    }

    private @Nullable Active hold(long now, String other, boolean bothWays) {
        Active back = troubles.hold(now, other, peer);
        Active there = bothWays ? troubles.hold(now, peer, other) : null;
        return back == null || (there != null && there.until() > back.until()) ? there : back;
    }

    private void pass(
            long now, Ways way, Lane lane, long size, @Nullable Active hold, @Nullable Active slow, Input input) {
        if (hold == null && slow == null && lane.isEmpty()) {
            input.enter(now);
            return;
        }
        long free = hold == null ? now : hold.until();
        boolean room = lane.add(size, free + (slow == null ? 0 : Troubles.delay(slow, way.luck)), input);
        due = Math.min(due, lane.due());
        Active cause = hold == null ? slow : hold;
        if (cause != null) {
            String what = room ? (hold == null ? " delayed" : " held") : " lost for want of room";
            hits.count(now, cause.step(), "messages to " + peer + what, 1);
        }
    }

    private Ways way(String other) {
        return ways.computeIfAbsent(other, name -> new Ways(troubles.luck(name, peer)));
    }

    /** The connection that another had to the peer is cut: what was under way on it is lost. */
    void cut(long now, int step, String other) {
        hits.count(
                now,
                step,
                "messages to " + peer + " lost with their connection",
                way(other).messages.clear());
    }

    /** Lets everything go on whose time has come. */
    void release(long now) {
        if (now >= due) {
            due = Long.MAX_VALUE;
            ways.forEach((other, way) -> {
                release(now, way.datagrams, null);
                release(now, way.messages, hold(now, other, false));
                release(now, way.fates, hold(now, other, true));
            });
        }
        hits.closeWindow(now);
    }

    private void release(long now, Lane lane, @Nullable Active hold) {
        if (hold != null && lane.due() <= now) {
            lane.postpone(hold.until());
        }
        while (lane.due() <= now) {
            lane.next().enter(now);
        }
        due = Math.min(due, lane.due());
    }

    /** When {@link #release} has something to do; {@link Long#MAX_VALUE} if it has not. */
    long deadline() {
        return Math.min(due, hits.deadline());
    }

    /** Writes down what was counted so far. */
    void finish(long now) {
        hits.write(now);
    }
}
