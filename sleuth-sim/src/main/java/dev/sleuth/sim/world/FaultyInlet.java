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
    private final BeaconMeter beacons;
    private HeldInputs held = new HeldInputs();
    /** The freeze that held what is in {@link #held}; null if none does. */
    private Faults.@Nullable Freeze holding;
    /** The last freeze that is over. */
    private Faults.@Nullable Freeze over;

    /**
     * @param peer the name of the peer whose engine this is
     * @param names of the peers of the scenario; null for strangers, whose beacons are neither lost nor counted
     */
    FaultyInlet(String peer, Intake engine, Faults faults, Function<PeerId, @Nullable String> names, Log journal) {
        this.peer = peer;
        this.engine = engine;
        this.faults = faults;
        this.names = names;
        this.journal = journal;
        this.beacons = new BeaconMeter(peer, journal);
    }

    @Override
    public void beacon(long now, String host, Beacon beacon) {
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
        if (standsStill(now)) {
            held.message(size(message), then -> engine.message(then, from, host, message));
        } else {
            engine.message(now, from, host, message);
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
        if (standsStill(now)) {
            held.message(0, then -> engine.malformed(then, from, host, why));
        } else {
            engine.malformed(now, from, host, why);
        }
    }

    @Override
    public void opened(long now, long link) {
        own(now, then -> engine.opened(then, link));
    }

    @Override
    public void broken(long now, long link, Cause cause) {
        own(now, then -> engine.broken(then, link, cause));
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
    public void refused(long now, PeerId caller, String handle) {
        own(now, then -> engine.refused(then, caller, handle));
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
        if (!standsStill(now)) {
            beacons.closeWindow(now);
            engine.tick(now);
        }
    }

    @Override
    public long deadline() {
        Faults.Freeze freeze = faults.freeze(peer);
        if (freeze != null && !freeze.equals(over)) {
            return freeze.until();
        }
        return Math.min(engine.deadline(), beacons.deadline());
    }

    /** Writes down what was counted so far: the peer has ended, or the run. */
    void finish(long now) {
        beacons.write(now);
        writeHits(now);
    }

    /** Whether the peer is frozen. The first input after that lets those in that were held. */
    private boolean standsStill(long now) {
        Faults.Freeze freeze = faults.freeze(peer);
        if (freeze == null || freeze.equals(over)) {
            return false;
        }
        if (holding == null) {
            holding = freeze;
            beacons.write(now);
        }
        if (now < freeze.until()) {
            return true;
        }
        over = freeze;
        journal.append(new Entry.Thawed(now, peer));
        HeldInputs released = writeHits(now);
        released.release(now);
        return false;
    }

    /** Writes down what the freeze did, and takes out what it held. */
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
