package dev.sleuth.sim.world;

import dev.sleuth.sim.journal.Log;
import dev.sleuth.sim.world.Troubles.Active;
import dev.sleuth.zre.Endpoint;
import dev.sleuth.zre.PeerId;
import dev.sleuth.zre.Wires;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections that one peer makes, in whatever world: where a way is held, a dial gets no answer until it is free
 * again, as a kernel goes on asking. Used as the peer's engine is, by one thread at a time.
 */
final class FaultyWires implements Wires {
    /** Breaks a connection on its way; false if there is none. */
    interface Cutter {
        boolean cut(long link);
    }

    /** What a queue to somebody who does not answer takes. */
    private static final int MAX_WAITING = 4_096;

    /** A dial that nobody answers. */
    private record Dial(PeerId peer, Endpoint endpoint, long until, List<byte[][]> sent) {}

    private final String self;
    private final Wires wires;
    private final Cutter cutter;
    private final Troubles troubles;
    private final Function<PeerId, @Nullable String> names;
    private final LongSupplier clock;
    private final HitMeter hits;
    /** Where each link leads to, by name. */
    private final Map<Long, String> ends = new LinkedHashMap<>();

    private final Map<Long, Dial> dials = new LinkedHashMap<>();

    /** @param wires what really connects, and {@code cutter} what really cuts it */
    FaultyWires(
            String self,
            Wires wires,
            Cutter cutter,
            Troubles troubles,
            Function<PeerId, @Nullable String> names,
            LongSupplier clock,
            Log journal) {
        this.self = self;
        this.wires = wires;
        this.cutter = cutter;
        this.troubles = troubles;
        this.names = names;
        this.clock = clock;
        this.hits = new HitMeter(journal);
    }

    /** Where a link leads to; null if that is no peer of the scenario, or the link has ended. */
    @Nullable
    String end(long link) {
        return ends.get(link);
    }

    @Override
    public void open(long link, PeerId peer, Endpoint endpoint) {
        String other = names.apply(peer);
        if (other != null) {
            ends.put(link, other);
        }
        long now = clock.getAsLong();
        Active hold = other == null ? null : hold(now, other);
        if (hold == null) {
            wires.open(link, peer, endpoint);
        } else {
            dials.put(link, new Dial(peer, endpoint, hold.until(), new ArrayList<>()));
            hits.count(now, hold.step(), "connections of " + self + " held", 1);
        }
    }

    /** A connection is made by packets that go both ways. */
    private @Nullable Active hold(long now, String other) {
        if (troubles.none()) {
            return null;
        }
        Active there = troubles.hold(now, self, other);
        Active back = troubles.hold(now, other, self);
        return there == null || (back != null && back.until() > there.until()) ? back : there;
    }

    @Override
    public boolean send(long link, byte[][] frames) {
        Dial dial = dials.get(link);
        if (dial == null) {
            return wires.send(link, frames);
        }
        return dial.sent().size() < MAX_WAITING && dial.sent().add(frames);
    }

    @Override
    public void close(long link) {
        ends.remove(link);
        if (dials.remove(link) == null) {
            wires.close(link);
        }
    }

    /** Breaks the connections to another, and returns how many there were. */
    int cut(String other) {
        int cut = 0;
        for (Map.Entry<Long, String> entry : new ArrayList<>(ends.entrySet())) {
            if (entry.getValue().equals(other) && !dials.containsKey(entry.getKey()) && cutter.cut(entry.getKey())) {
                cut++;
            }
        }
        return cut;
    }

    /** Dials again where the way is free by now. */
    void release(long now) {
        for (Map.Entry<Long, Dial> entry : new ArrayList<>(dials.entrySet())) {
            Dial dial = entry.getValue();
            if (now >= dial.until()) {
                dials.remove(entry.getKey());
                open(entry.getKey(), dial.peer(), dial.endpoint());
                dial.sent().forEach(frames -> send(entry.getKey(), frames));
            }
        }
        hits.closeWindow(now);
    }

    /** When {@link #release} has something to do; {@link Long#MAX_VALUE} if it has not. */
    long deadline() {
        long next = hits.deadline();
        for (Dial dial : dials.values()) {
            next = Math.min(next, dial.until());
        }
        return next;
    }

    /** Writes down what was counted so far. */
    void finish(long now) {
        hits.write(now);
    }
}
