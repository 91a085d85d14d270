package dev.sleuth.sim.world;

import dev.sleuth.HandlerThreads;
import dev.sleuth.Harness;
import dev.sleuth.Sleuth;
import dev.sleuth.SleuthConfig;
import dev.sleuth.rpc.Observation;
import dev.sleuth.rpc.Outcome;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.SleuthException;
import dev.sleuth.sim.journal.Log;
import dev.sleuth.zre.PeerId;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One life of a real peer, in the jvm world or in a container: whoever restarts is another one. */
final class JvmPeer {
    private final Recorder recorder;
    private final EchoService service;
    /** Set before the peer ends: what comes of it from then on is not written down. */
    private volatile boolean ended;
    /** Touched inside the peer's exclusion only. */
    private @Nullable FaultyInlet inlet;

    private @Nullable FaultyWires wires;

    private @Nullable Sleuth sleuth;

    private JvmPeer(Recorder recorder, EchoService service) {
        this.recorder = recorder;
        this.service = service;
    }

    /** Joins with everything going through the seams at which faults happen. */
    static JvmPeer join(
            PeerSpec spec,
            SleuthConfig base,
            PeerId id,
            LongSupplier clock,
            Faults faults,
            Function<PeerId, @Nullable String> names,
            Log journal) {
        String name = spec.name();
        EchoService service = new EchoService(name, faults.troubles(), journal);
        SleuthConfig config = spec.service() == null
                ? base
                : base.withService(spec.service(), request -> service.handle(clock, request))
                        .withVersion(spec.version())
                        .withHandlerThreads(HandlerThreads.pool(spec.atWork()));
        JvmPeer life = new JvmPeer(new Recorder(name, names, journal), service);
        life.sleuth = Harness.join(
                config,
                id,
                clock,
                engine -> life.inlet = new FaultyInlet(name, engine, life.wires(), faults, names, journal),
                wires -> life.wires = new FaultyWires(
                        name, wires, link -> Harness.cut(wires, link), faults.troubles(), names, clock, journal),
                life::observed);
        return life;
    }

    private FaultyWires wires() {
        return Objects.requireNonNull(wires, "the engine's ways out come first");
    }

    Sleuth sleuth() {
        return Objects.requireNonNull(sleuth, "has not joined");
    }

    private void observed(Observation observation) {
        if (!ended) {
            recorder.observed(observation);
        }
    }

    /**
     * Sends one call; never blocks.
     *
     * @param planned when it was to be sent
     * @param number from 0, counted per caller
     * @param then told when it ends whether it was answered well
     */
    void call(
            LongSupplier clock,
            long planned,
            long number,
            LoadSpec load,
            Request request,
            UnderWay underWay,
            Consumer<Boolean> then) {
        underWay.begin();
        Consumer<Outcome> ending = outcome -> {
            called(clock.getAsLong(), planned, number, load.service(), outcome);
            underWay.end();
            then.accept(Recorder.isWell(outcome));
        };
        try {
            Harness.call(sleuth(), request, Duration.ofNanos(load.timeout()), ending);
        } catch (SleuthException failure) {
            ending.accept(new Outcome.Failed(failure.code(), failure.getMessage(), null, 0));
        }
    }

    private void called(long now, long planned, long number, String service, Outcome outcome) {
        if (!ended) {
            recorder.called(now, planned, number, service, outcome);
        }
    }

    /** Breaks the connections of this peer that lead along these ways. */
    void cut(LongSupplier clock, int step, Between ways) {
        Harness.inside(sleuth(), () -> Objects.requireNonNull(inlet).cut(clock.getAsLong(), step, ways));
    }

    /** Has what was counted so far written down, and nothing more from then on. */
    void finish(long now) {
        Harness.inside(sleuth(), () -> Objects.requireNonNull(inlet).finish(now));
        service.finish(now);
        ended = true;
    }
}
