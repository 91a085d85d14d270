package dev.sleuth;

import dev.sleuth.rpc.Call;
import dev.sleuth.rpc.Engine;
import dev.sleuth.rpc.Envelope;
import dev.sleuth.rpc.EnvelopeCodec;
import dev.sleuth.rpc.Intake;
import dev.sleuth.rpc.Observation;
import dev.sleuth.rpc.Offer;
import dev.sleuth.rpc.Outcome;
import dev.sleuth.rpc.Port;
import dev.sleuth.rpc.Request;
import dev.sleuth.zre.Beacon;
import dev.sleuth.zre.Cause;
import dev.sleuth.zre.Endpoint;
import dev.sleuth.zre.Message;
import dev.sleuth.zre.PeerId;
import dev.sleuth.zre.Reason;
import dev.sleuth.zre.Wires;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZContext;

/**
 * Moves one engine on real time, sockets and threads.
 *
 * <p>Ways in, all through the {@link Turnstile}: the {@link Inbox}'s thread with messages, the {@link EventLoop}'s with
 * datagrams, link events and time, callers with calls, handlers with answers. Ways out are the methods of {@link Port},
 * which the engine calls inside the turnstile.
 */
final class Driver implements Port {
    private final PeerId id;
    private final LongSupplier clock;
    private final EnvelopeCodec codec;
    private final EventLoop loop;
    private final Turnstile turnstile;
    private final BeaconChannel beacons;
    private final Doorkeeper doorkeeper;
    private final Inbox inbox;
    private final Links links;
    private final Whereabouts whereabouts;
    private final Wires wires;
    private final Leadership leadership;
    private final @Nullable Handling handling;
    private final Teller teller;
    private final Unpacker unpacker;
    private final Chronicle chronicle;
    private final Queues queues;
    private final Intake intake;
    private final Serving serving;

    /** Whether a tick has been left at the turnstile and is not done yet. */
    private final AtomicBoolean tickLeft = new AtomicBoolean();

    private final Endings endings = new Endings();
    private final Departures departures;
    /** How long leaving may take, in nanoseconds. */
    private final long grace;

    Driver(SleuthConfig config, InterfaceChoice choice, Hooks hooks) {
        this.id = hooks.id();
        String name = "sleuth-" + id.name();
        this.clock = hooks.clock();
        this.grace = Sleuth.nanos(config.grace());
        this.handling = config.handler() == null ? null : new Handling(config.handler());
        this.codec = new EnvelopeCodec(config.group(), config.maxBody());
        List<NetworkPlace> places = choice.atStart(Surroundings.now());
        this.turnstile = new Turnstile(this::afterStep, this::handOver);
        try {
            ZContext context = Sockets.acquire();
            endings.add(Sockets::release);
            Notifier notifier = new Notifier(name + "-notifier", config.listener());
            endings.add(notifier::stop);
            this.unpacker = new Unpacker(name + "-unpacker");
            endings.add(unpacker::stop);
            this.teller = new Teller(name + "-teller");
            endings.add(teller::stop);
            this.chronicle = new Chronicle(clock.getAsLong(), hooks.witness(), notifier);
            WellKnown wellKnown = new WellKnown(
                    name + "-well-known",
                    config,
                    clock,
                    now -> new Portrait(id, config, whereabouts().endpoint(), view(), chronicle, now).json());
            endings.add(wellKnown::stop);
            this.leadership = new Leadership(name + "-inbox");
            Handlers handlers = new Handlers(handling, config.handlerThreads(), name, leadership, codec, clock);
            endings.add(handlers::stop);
            this.queues = new Queues(handlers, unpacker, turnstile, notifier);
            this.beacons = new BeaconChannel(places, config.port(), new Datagrams());
            endings.add(beacons::close);
            this.loop = new EventLoop(name + "-loop", clock, this::tick);
            endings.add(loop::stop);
            this.links = new Links(context, id, loop, this::enter, new LinkEvents());
            this.doorkeeper = new Doorkeeper(config.timing().hello().toNanos(), clock, this::hungUp);
            this.inbox = new Inbox(context, leadership, places, codec, doorkeeper, new Messages());
            endings.add(inbox::stop);
            this.whereabouts = new Whereabouts(name, choice, places, beacons, inbox, links, loop);
            this.wires = hooks.wires().apply(new Cables(links, whereabouts));
            Offer offer = new Offer(config.service(), config.version());
            Engine engine = new Engine(
                    id, inbox.port(), offer, config.timing(), config.retries(), codec, this, clock.getAsLong());
            this.intake = hooks.wrap().apply(engine);
            this.departures = new Departures(name + "-end", intake, clock, this::enter, endings);
            this.serving = new Serving(clock, codec, turnstile, chronicle, wellKnown, handlers, departures, intake);
        } catch (RuntimeException | Error cannot) {
            endings.run();
            throw cannot;
        }
    }

    /** Begins to hear and to be heard; nothing is left behind if it cannot. */
    void start() {
        try {
            beacons.register(loop);
            inbox.start();
            whereabouts.start();
            loop.setDeadline(clock.getAsLong());
            loop.start();
        } catch (RuntimeException | Error cannot) {
            abort();
            throw cannot;
        }
    }

    PeerId id() {
        return id;
    }

    Whereabouts whereabouts() {
        return whereabouts;
    }

    EnvelopeCodec codec() {
        return codec;
    }

    LongSupplier clock() {
        return clock;
    }

    Teller teller() {
        return teller;
    }

    View view() {
        return chronicle.view();
    }

    Chronicle chronicle() {
        return chronicle;
    }

    Queues queues() {
        return queues;
    }

    Leadership leadership() {
        return leadership;
    }

    /** Notified whenever the view changes, and when the end begins. */
    Object viewChanged() {
        return chronicle.outlook();
    }

    /**
     * Whether the calling thread is inside the peer right now, or runs an inline handler of it: there, waiting for the
     * peer would be waiting for oneself.
     */
    boolean isInside() {
        return turnstile.isInside() || HandlerThreads.isInline();
    }

    /** To be called before waiting for what comes through the peer: the thread may be the one that receives. */
    void aboutToWait() {
        leadership.standDown();
    }

    /** Has {@code step} done inside the turnstile. */
    void enter(Runnable step) {
        turnstile.enter(step);
    }

    void call(PendingCall call) {
        chronicle.counts().callBegun();
        enter(() -> intake.call(clock.getAsLong(), call));
    }

    /**
     * Leaves, then ends. Whoever comes waits until it is done; only who is inside, or at a request that would be waited
     * for, cannot.
     */
    void close() {
        beginToEnd(grace);
        awaitEnd();
    }

    /** Ends without a goodbye, as a crash would; calls under way end with 935. */
    void abort() {
        if (!departures.isOver()) {
            enter(() -> {
                links.abort();
                beacons.close();
                intake.close(clock.getAsLong());
            });
        }
        beginToEnd(0);
        awaitEnd();
    }

    private void awaitEnd() {
        if (!isInside() && !isHandling()) {
            aboutToWait();
            departures.awaitEnd();
        }
    }

    private void beginToEnd(long within) {
        if (departures.begin(within)) {
            chronicle.outlook().wake();
        }
    }

    /** Whether the calling thread may not begin anything: only handlers may while it leaves. */
    boolean isStopped() {
        return departures.isBegun() && (departures.isOver() || !isHandling());
    }

    /** Whether the calling thread is at a request of this peer's. */
    boolean isHandling() {
        return handling != null && handling.isHere();
    }

    /** Where it is drained and resumed. */
    Departures departures() {
        return departures;
    }

    @Override
    public void drained() {
        departures.drained();
    }

    @Override
    public void closed() {
        departures.closed();
    }

    private void hungUp(String address, Reason reason) {
        chronicle.rejected(clock.getAsLong(), reason.toString(), "a connection that came from " + address);
    }

    private void tick() {
        doorkeeper.tick(view().peers()::containsKey);
        if (tickLeft.compareAndSet(false, true)) {
            enter(() -> {
                tickLeft.set(false);
                intake.tick(clock.getAsLong());
            });
        } else {
            // Somebody is inside and will come to it. Until then the thread must not spin.
            loop.setDeadline(clock.getAsLong() + 1_000_000);
        }
    }

    private void afterStep() {
        loop.setDeadline(intake.deadline());
    }

    private void handOver() {
        loop.execute(turnstile::resume);
    }

    @Override
    public void broadcast(Beacon beacon) {
        chronicle.counts().beaconSent();
        beacons.send(beacon);
    }

    @Override
    public String facing(Endpoint remote) {
        return whereabouts.facing(remote);
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
        serving.serve(caller, handle, request);
    }

    @Override
    public boolean tellOfSelf(PeerId caller, String handle, Request request) {
        return serving.tellOfSelf(caller, handle, request);
    }

    @Override
    public boolean unpack(PeerId from, byte[] payload) {
        return unpacker.submit(payload.length, () -> {
            Envelope envelope = Unpacker.asFarAsMemoryGoes(payload.length, () -> codec.decode(payload));
            enter(() -> intake.unpacked(clock.getAsLong(), from, envelope));
        });
    }

    @Override
    public void settle(Call call, Outcome outcome) {
        PendingCall pending = (PendingCall) call;
        long now = clock.getAsLong();
        chronicle.called(now, pending, outcome);
        turnstile.afterwards(() -> pending.end(outcome));
    }

    @Override
    public void observe(Observation observation) {
        chronicle.observed(observation);
    }

    private final class Datagrams implements BeaconChannel.Heard {
        @Override
        public void beacon(String host, Beacon beacon) {
            if (!beacon.peer().equals(id)) {
                chronicle.counts().beaconHeard();
            }
            enter(() -> intake.beacon(clock.getAsLong(), host, beacon));
        }

        @Override
        public void rejected(String host, String reason) {
            chronicle.rejected(clock.getAsLong(), reason, "a datagram that came from " + host);
        }
    }

    private final class LinkEvents implements Links.Watcher {
        @Override
        public void opened(long link) {
            enter(() -> intake.opened(clock.getAsLong(), link));
        }

        @Override
        public void broken(long link, Cause cause) {
            enter(() -> intake.broken(clock.getAsLong(), link, cause));
        }
    }

    private final class Messages implements Inbox.Reader {
        @Override
        public void message(PeerId from, String host, Message message) {
            enter(() -> intake.message(clock.getAsLong(), from, host, message));
        }

        @Override
        public void malformed(@Nullable PeerId from, @Nullable String host, String why) {
            enter(() -> intake.malformed(clock.getAsLong(), from, host, why));
        }

        /** A peer that is deaf but seen would be called in vain. */
        @Override
        public void failed() {
            beginToEnd(0);
        }
    }
}
