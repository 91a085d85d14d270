package dev.sleuth.sim.world;

import dev.sleuth.rpc.Call;
import dev.sleuth.rpc.Engine;
import dev.sleuth.rpc.Envelope;
import dev.sleuth.rpc.EnvelopeCodec;
import dev.sleuth.rpc.Observation;
import dev.sleuth.rpc.Offer;
import dev.sleuth.rpc.Outcome;
import dev.sleuth.rpc.Port;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import dev.sleuth.rpc.RetryPolicy;
import dev.sleuth.sim.journal.Journal;
import dev.sleuth.zre.Beacon;
import dev.sleuth.zre.Cause;
import dev.sleuth.zre.Codec;
import dev.sleuth.zre.Endpoint;
import dev.sleuth.zre.MalformedException;
import dev.sleuth.zre.Message;
import dev.sleuth.zre.PeerId;
import dev.sleuth.zre.Timing;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One life of a peer: a real engine, driven by the timeline. Every entry is an event of its own, and what comes of the
 * engine's output is another one, so it is never entered twice at once.
 */
final class VirtualPeer implements Port, VirtualHost.Guest {
    /** Where peers live. {@code faults} and {@code network} share its timeline. */
    record Surroundings(
            Timeline timeline,
            VirtualNetwork network,
            Faults faults,
            Journal journal,
            EnvelopeCodec codec,
            Function<PeerId, String> names) {}

    private static final long NEVER = Long.MAX_VALUE;
    /** How long leaving may take, in nanoseconds: as long as by default. */
    private static final long GRACE = 5_000_000_000L;
    /** The handler echoes: it takes this long at least, and this much more on average, in nanoseconds. */
    private static final long LEAST_SERVICE = 20_000;

    private static final double MEAN_ADDED_SERVICE = 30_000;

    private final Surroundings at;
    private final VirtualHost host;
    private final String name;
    private final EchoService service;
    private final VirtualHandlers handlers;
    private final FaultyWires wires;
    private final FaultyInlet inlet;
    private final Recorder recorder;
    private final Dice serviceTimes;
    private boolean leaving;
    private long handles;
    private int waiting;
    /** When the next tick is planned. An earlier one leaves the later one in the timeline, where it is passed over. */
    private long wakeAt = NEVER;

    /** Starts at once. */
    VirtualPeer(PeerSpec spec, PeerId id, Endpoint endpoint, Timing timing, Dice serviceTimes, Surroundings at) {
        this.at = at;
        this.name = spec.name();
        this.serviceTimes = serviceTimes;
        this.host = new VirtualHost(id, endpoint, this);
        this.recorder = new Recorder(spec.name(), at.names(), at.journal());
        this.service = new EchoService(spec.name(), at.faults().troubles(), at.journal());
        this.handlers = new VirtualHandlers(spec.atWork(), at.timeline(), service);
        VirtualWires raw = new VirtualWires(at.network(), host);
        this.wires = new FaultyWires(
                spec.name(), raw, raw::cut, at.faults().troubles(), at.names(), this::now, at.journal());
        Offer offer = new Offer(spec.service(), spec.version());
        Engine engine = new Engine(id, endpoint.port(), offer, timing, RetryPolicy.DEFAULT, at.codec(), this, now());
        this.inlet = new FaultyInlet(spec.name(), engine, wires, at.faults(), at.names(), at.journal());
        at.network().join(host);
        replan();
    }

    private long now() {
        return at.timeline().now();
    }

    /** Whether its process runs. */
    boolean isUp() {
        return host.up;
    }

    /** How many of its calls have not ended. */
    int waiting() {
        return waiting;
    }

    /** Ends without a goodbye; returns how many links to it were cut. */
    int crash() {
        finish();
        waiting = 0;
        return at.network().leave(host);
    }

    /** Ends with a goodbye, when what it has in hand is done. What it sees meanwhile is not written down. */
    void leave() {
        leaving = true;
        inlet.leave(now(), GRACE);
        replan();
    }

    /** Writes down what was counted so far. */
    void finish() {
        inlet.finish(now());
        service.finish(now());
    }

    /** Makes a call that was planned for now. */
    void call(LoadSpec load, Request request, long number, Consumer<Boolean> ended) {
        long handle = handles++;
        byte[] payload = at.codec().encode(host.id, handle, CallMark.mark(request, name, number));
        waiting++;
        inlet.call(
                now(),
                new VirtualCall(
                        handle,
                        load.service(),
                        payload,
                        now() + load.timeout(),
                        request.isIdempotent(),
                        now(),
                        number,
                        ended));
        replan();
    }

    /** Breaks the connections of this peer that lead along these ways. */
    void cut(int step, Between ways) {
        inlet.cut(now(), step, ways);
        replan();
    }

    /** Plans the next tick; to be called after every entry, and after a change of the faults. */
    void replan() {
        long due = inlet.deadline();
        if (due < wakeAt) {
            wakeAt = due;
            at.timeline().at(Math.max(due, now()), () -> wake(due));
        }
    }

    private void wake(long planned) {
        if (host.up && planned == wakeAt) {
            wakeAt = NEVER;
            inlet.tick(now());
            replan();
        }
    }

    @Override
    public void beacon(String from, Beacon beacon) {
        inlet.beacon(now(), from, beacon);
        replan();
    }

    @Override
    public void frames(PeerId from, String address, byte[][] frames) {
        try {
            inlet.message(now(), from, address, decode(frames));
        } catch (MalformedException malformed) {
            inlet.malformed(now(), from, address, malformed.getMessage());
        }
        replan();
    }

    /** As the runtime does: small payloads before the engine is entered, large ones when it asks for it. */
    private Message decode(byte[][] frames) throws MalformedException {
        Message message = Codec.decode(List.of(frames));
        if (message instanceof Message.Whisper whisper && frames.length > 1) {
            Envelope envelope = at.codec().decodeSmall(frames[1]);
            return envelope == null ? message : new Message.Whisper(whisper.sequence(), envelope);
        }
        return message;
    }

    @Override
    public void opened(long link) {
        inlet.opened(now(), link);
        replan();
    }

    @Override
    public void broken(long link, Cause cause) {
        inlet.broken(now(), link, cause);
        replan();
    }

    @Override
    public void broadcast(Beacon beacon) {
        at.network().broadcast(host, beacon);
    }

    @Override
    public String facing(Endpoint remote) {
        return host.address();
    }

    @Override
    public void open(long link, PeerId peer, Endpoint endpoint) {
        wires.open(link, peer, endpoint);
    }

    @Override
    public boolean send(long link, byte[][] frames) {
        return wires.send(link, frames);
    }

    @Override
    public void close(long link) {
        wires.close(link);
    }

    @Override
    public void serve(PeerId caller, String handle, Request request) {
        long added = (long) (-StrictMath.log(1 - serviceTimes.fraction()) * MEAN_ADDED_SERVICE);
        handlers.serve(
                LEAST_SERVICE + added,
                request,
                response -> answer(caller, handle, response),
                hintMillis -> refused(caller, handle, hintMillis));
    }

    private void refused(PeerId caller, String handle, long hintMillis) {
        if (host.up) {
            inlet.refused(now(), caller, handle, hintMillis);
            replan();
        }
    }

    /** Nobody asks: whoever wants to know reads the journal. */
    @Override
    public boolean tellOfSelf(PeerId caller, String handle, Request request) {
        return false;
    }

    private void answer(PeerId caller, String handle, Response response) {
        if (host.up) {
            inlet.answer(now(), caller, at.codec().encode(handle, response));
            replan();
        }
    }

    @Override
    public boolean unpack(PeerId from, byte[] payload) {
        at.timeline().in(0, () -> unpacked(from, at.codec().decode(payload)));
        return true;
    }

    private void unpacked(PeerId from, Envelope envelope) {
        if (host.up) {
            inlet.unpacked(now(), from, envelope);
            replan();
        }
    }

    @Override
    public void settle(Call call, Outcome outcome) {
        VirtualCall ended = (VirtualCall) call;
        waiting--;
        recorder.called(now(), ended.planned, ended.number, ended.service(), outcome);
        ended.ended.accept(Recorder.isWell(outcome));
    }

    @Override
    public void observe(Observation observation) {
        if (!leaving) {
            recorder.observed(observation);
        }
    }

    /** No step drains. */
    @Override
    public void drained() {}

    /** Its process ends after what it does at this moment. */
    @Override
    public void closed() {
        at.timeline().in(0, () -> {
            finish();
            at.network().leave(host);
        });
    }
}
