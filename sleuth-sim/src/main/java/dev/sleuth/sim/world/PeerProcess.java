package dev.sleuth.sim.world;

import dev.sleuth.SleuthConfig;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.SleuthException;
import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Log;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One peer that does what its harness tells it, in a process of its own. Commands come from one thread; reports leave
 * on any.
 */
final class PeerProcess {
    /** What there is once it has joined. */
    private record Member(String name, JvmPeer peer, Faults faults, StallMeter stalls) {}

    private static final String GROUP = "sim";

    private final Consumer<PeerReport> reports;
    private final Log journal = this::write;
    private final Capacities capacities = new Capacities();
    private final UnderWay underWay = new UnderWay();
    private final List<JvmLoad> loads = new ArrayList<>();
    /** The start of the run by this process's clock. */
    private volatile long origin = System.nanoTime();
    /** Calls that were planned before are not sent: the peer was not up then, or stood still. */
    private volatile long awakeSince = Long.MAX_VALUE;

    private long calls;
    private @Nullable Member self;

    PeerProcess(Consumer<PeerReport> reports) {
        this.reports = reports;
    }

    private void write(Entry entry) {
        reports.accept(new PeerReport.Wrote(entry));
    }

    private long now() {
        return System.nanoTime() - origin;
    }

    /** Carries out a command, and says so if that is asked for. */
    void take(PeerCommand command) throws InterruptedException {
        if (command instanceof PeerCommand.Clock clock) {
            reports.accept(new PeerReport.Clock(clock.number(), System.nanoTime(), wall()));
        } else if (command instanceof PeerCommand.Join join) {
            join(join);
        } else if (command instanceof PeerCommand.Load load) {
            load(load.load());
        } else if (command instanceof PeerCommand.LoseBeacons loss) {
            lose(self().faults(), loss);
        } else if (command instanceof PeerCommand.Inflict trouble) {
            inflict(trouble);
        } else if (command instanceof PeerCommand.Thaw) {
            awakeSince = now();
        } else if (command instanceof PeerCommand.Leave) {
            self().peer().sleuth().close();
            Runtime.getRuntime().halt(0);
        } else {
            if (command instanceof PeerCommand.Freeze) {
                awakeSince = Long.MAX_VALUE;
            } else if (command instanceof PeerCommand.Drain) {
                drain();
            } else if (command instanceof PeerCommand.Finish) {
                self().stalls().close();
                self().peer().finish(now());
            }
            reports.accept(new PeerReport.Done(PeerLines.name(command.getClass())));
        }
    }

    private static long wall() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    private Member self() {
        return Objects.requireNonNull(self, "not joined yet");
    }

    private void join(PeerCommand.Join join) {
        origin = join.origin();
        calls = join.firstCall();
        SleuthConfig config = SleuthConfig.defaults().withGroup(GROUP);
        PeerSpec spec = join.peer();
        Faults faults = new Faults(join.seed(), config.timing().beacon().toNanos(), journal);
        if (join.loss() != null) {
            lose(faults, join.loss());
        }
        join.troubles().forEach(trouble -> faults.troubles().begin(trouble.step(), trouble.from(), trouble.trouble()));
        Identities identities = new Identities(join.run(), join.names());
        String name = spec.name();
        JvmPeer peer;
        try {
            peer = JvmPeer.join(
                    spec, config, identities.of(name, join.life()), this::now, faults, identities::name, journal);
        } catch (SleuthException cannot) {
            reports.accept(new PeerReport.Failed(String.valueOf(cannot.getMessage())));
            return;
        }
        self = new Member(name, peer, faults, new StallMeter(this::now, journal));
        awakeSince = now();
        join.loads().forEach(this::load);
    }

    private void lose(Faults faults, PeerCommand.LoseBeacons loss) {
        long now = now();
        faults.loseBeacons(loss.step(), now, loss.chance(), Math.max(0, loss.until() - now));
    }

    /** What is written down of it is the harness's business. */
    private void inflict(PeerCommand.Inflict command) {
        self().faults().troubles().begin(command.step(), command.from(), command.trouble());
        if (command.trouble() instanceof Trouble.Cut cut) {
            self().peer().cut(this::now, command.step(), cut.ways());
        }
    }

    private void load(LoadSpec load) {
        loads.add(new JvmLoad(load, self().name(), this::now, capacities, this::call));
    }

    /** Numbers are given under the lock, for a peer may have several loads. */
    private boolean call(String caller, long planned, LoadSpec load, Request request, Consumer<Boolean> ended) {
        if (planned < awakeSince) {
            return false;
        }
        long number = number();
        Request marked = CallMark.mark(request, caller, number);
        self().peer().call(this::now, planned, number, load, marked, underWay, ended);
        return true;
    }

    private synchronized long number() {
        return calls++;
    }

    private void drain() throws InterruptedException {
        for (JvmLoad load : loads) {
            load.stop();
        }
        underWay.await(loads.stream().mapToLong(JvmLoad::timeout).max().orElse(0));
    }
}
