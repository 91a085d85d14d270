package dev.sleuth.sim.world;

import dev.sleuth.rpc.Call;
import dev.sleuth.rpc.Envelope;
import dev.sleuth.rpc.Intake;
import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Log;
import dev.sleuth.sim.world.HeldInputs.Input;
import dev.sleuth.zre.Beacon;
import dev.sleuth.zre.Cause;
import dev.sleuth.zre.Message;
import dev.sleuth.zre.PeerId;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one seam at which faults happen: it stands before a peer's engine, in whatever world, and decides at the
 * receiver. A broadcast is one datagram for everyone, so its sender could not lose it for one listener.
 *
 * <p>A frozen peer's inputs are held, and its deadline is the thaw. So the engine is not entered meanwhile, and whoever
 * is not entered sends nothing. At the thaw all that was held comes in first, in order and with the present time, as a
 * process that goes on finds it in the buffers of its sockets.
 *
 * <p>Entered as the engine is, by one thread at a time; it has no lock. Times are in nanoseconds since the start of the
 * run.
 */
final class FaultyInlet implements Intake {
    private final String peer;
    private final Intake engine;
    private final Faults faults;
    private final Function<PeerId, @Nullable String> names;
    private final Log journal;
    private final FaultyWires wires;
    private final Approach approach;
    private final BeaconMeter beacons;
    private HeldInputs held = new HeldInputs();
    /** The freeze or stall that holds what is in {@link #held}; null if none does. */
    private Faults.@Nullable Freeze holding;
    /** The last freeze that is over. */
    private Faults.@Nullable Freeze over;

    /**
     * @param peer the name of the peer whose engine this is
     * @param wires the connections that it makes
     * @param names of the peers of the scenario; null for strangers, to whom nothing happens
     */
    FaultyInlet(
            String peer,
            Intake engine,
            FaultyWires wires,
            Faults faults,
            Function<PeerId, @Nullable String> names,
            Log journal) {
        this.peer = peer;
        this.engine = engine;
        this.faults = faults;
        this.names = names;
        this.journal = journal;
        this.wires = wires;
        this.approach = new Approach(peer, faults.troubles(), journal);
        this.beacons = new BeaconMeter(peer, journal);
    }

    @Override
    public void beacon(long now, String host, Beacon beacon) {
        release(now);
        String about = names.apply(beacon.peer());
        if (about == null || about.equals(peer)) {
            receive(now, host, beacon);
            return;
        }
        Troubles.Active hold = approach.loses(now, about);
        if (hold != null) {
            beacons.count(now, about, new Faults.Loss(hold.step(), 1, hold.until()));
        } else {
            approach.datagram(now, about, then -> receive(then, host, beacon));
        }
    }

    private void receive(long now, String host, Beacon beacon) {
        if (standsStill(now)) {
            held.beacon(then -> hear(then, host, beacon));
        } else {
            hear(now, host, beacon);
        }
    }

    private void hear(long now, String host, Beacon beacon) {
        String about = names.apply(beacon.peer());
        if (about != null && !about.equals(peer)) {
            Faults.Loss loss = faults.loses(now, about, peer);
            beacons.count(now, about, loss);
            if (loss != null) {
                return;
            }
        }
        engine.beacon(now, host, beacon);
    }

    @Override
    public void message(long now, PeerId from, String host, Message message) {
        arrive(now, from, size(message), then -> engine.message(then, from, host, message));
    }

    private void arrive(long now, @Nullable PeerId from, long size, Input input) {
        release(now);
        String about = from == null ? null : names.apply(from);
        if (about == null) {
            receive(now, size, input);
        } else {
            approach.message(now, about, size, then -> receive(then, size, input));
        }
    }

    private void receive(long now, long size, Input input) {
        if (standsStill(now)) {
            held.message(size, input);
        } else {
            input.enter(now);
        }
    }

    /** Roughly: what is not content is small, and bounded by the count. */
    private static long size(Message message) {
        if (!(message instanceof Message.Whisper whisper)) {
            return 0;
        }
        if (whisper.content() instanceof Message.Frames content) {
            return content.frames().stream().mapToLong(frame -> frame.length).sum();
        }
        return size((Envelope) whisper.content());
    }

    private static long size(Envelope envelope) {
        if (envelope instanceof Envelope.Question question) {
            return question.request().body().length;
        }
        return envelope instanceof Envelope.Answer answer ? answer.response().body().length : 0;
    }

    @Override
    public void malformed(long now, @Nullable PeerId from, @Nullable String host, String why) {
        arrive(now, from, 0, then -> engine.malformed(then, from, host, why));
    }

    @Override
    public void opened(long now, long link) {
        fate(now, link, true, then -> engine.opened(then, link));
    }

    @Override
    public void broken(long now, long link, Cause cause) {
        fate(now, link, false, then -> engine.broken(then, link, cause));
    }

    private void fate(long now, long link, boolean taken, Input input) {
        release(now);
        String end = wires.end(link);
        if (end == null) {
            own(now, input);
        } else {
            approach.fate(now, end, taken, then -> own(then, input));
        }
    }

    @Override
    public void call(long now, Call call) {
        own(now, then -> engine.call(then, call));
    }

    @Override
    public void answer(long now, PeerId caller, byte[] payload) {
        own(now, then -> engine.answer(then, caller, payload));
    }

    @Override
    public void unpacked(long now, PeerId from, Envelope envelope) {
        own(now, then -> engine.unpacked(then, from, envelope));
    }

    @Override
    public void refused(long now, PeerId caller, String handle, long millis) {
        own(now, then -> engine.refused(then, caller, handle, millis));
    }

    @Override
    public void drain(long now) {
        own(now, engine::drain);
    }

    @Override
    public void resume(long now) {
        own(now, engine::resume);
    }

    @Override
    public void leave(long now, long grace) {
        own(now, then -> engine.leave(then, grace));
    }

    @Override
    public void close(long now) {
        own(now, engine::close);
    }

    private void own(long now, Input input) {
        if (standsStill(now)) {
            held.own(input);
        } else {
            input.enter(now);
        }
    }

    @Override
    public void tick(long now) {
        release(now);
        if (!standsStill(now)) {
            beacons.closeWindow(now);
            engine.tick(now);
        }
    }

    /** Whatever the network has held back until now comes in, or goes out. */
    private void release(long now) {
        wires.release(now);
        approach.release(now);
    }

    @Override
    public long deadline() {
        Faults.Freeze still = frozen();
        still = still == null ? holding : still;
        long own = still == null ? Math.min(engine.deadline(), beacons.deadline()) : still.until();
        return Math.min(own, Math.min(approach.deadline(), wires.deadline()));
    }

    /** Breaks the connections of this peer that lead along these ways. */
    void cut(long now, int step, Between ways) {
        int cut = 0;
        for (String other : ways.all()) {
            if (ways.leads(peer, other)) {
                cut += wires.cut(other);
            }
            if (ways.leads(other, peer)) {
                approach.cut(now, step, other);
            }
        }
        if (cut > 0) {
            journal.append(new Entry.Hit(now, step, "connections of " + peer + " cut", cut));
        }
    }

    /** Writes down what was counted so far: the peer has ended, or the run. */
    void finish(long now) {
        beacons.write(now);
        writeHits(now);
        approach.finish(now);
        wires.finish(now);
    }

    /** The freeze that is not over; null if there is none. */
    private Faults.@Nullable Freeze frozen() {
        Faults.Freeze freeze = faults.freeze(peer);
        return freeze == null || freeze.equals(over) ? null : freeze;
    }

    /** Whether the peer is frozen or stalled. The first input after that lets those in that were held. */
    private boolean standsStill(long now) {
        Faults.Freeze freeze = frozen();
        if (freeze != null && !freeze.equals(holding)) {
            holding = freeze;
            beacons.write(now);
        }
        if (holding != null) {
            if (now < holding.until()) {
                return true;
            }
            if (freeze != null) {
                over = freeze;
                journal.append(new Entry.Thawed(now, peer));
            }
            writeHits(now).release(now);
        }
        Troubles.Active stall = faults.troubles().stall(now, peer);
        if (stall != null) {
            holding = new Faults.Freeze(stall.step(), stall.until());
        }
        return stall != null;
    }

    /** Writes down what the freeze or stall did, and takes out what it held. */
    private HeldInputs writeHits(long now) {
        HeldInputs all = held;
        if (holding != null && all.held() > 0) {
            journal.append(new Entry.Hit(now, holding.step(), "inputs of " + peer + " held", all.held()));
        }
        if (holding != null && all.lost() > 0) {
            journal.append(
                    new Entry.Hit(now, holding.step(), "inputs of " + peer + " lost for want of room", all.lost()));
        }
        held = new HeldInputs();
        holding = null;
        return all;
    }
}
