package dev.sleuth.sim.world;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.sleuth.Harness;
import dev.sleuth.SleuthConfig;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.SleuthException;
import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Journal;
import dev.sleuth.zre.PeerId;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Real peers in this JVM, on real sockets and in real time. They live on loopback, on a UDP port and in a group of
 * their own, so that they never meet a real mesh or another run.
 */
public final class JvmWorld implements World {
    /** What one more peer costs in descriptors: one connection in each direction to each of the others, and its own. */
    private static final int DESCRIPTORS_PER_LINK = 12;

    private static final int DESCRIPTORS_PER_PEER = 40;

    private final long origin;
    private final Journal journal;
    private final Faults faults;
    private final SleuthConfig base;
    private final StallMeter stalls;
    private final Map<PeerId, String> names = new ConcurrentHashMap<>();
    private final Map<String, JvmPeer> up = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> numbers = new ConcurrentHashMap<>();
    /** Whoever was told to leave and may still be finishing what it has in hand. */
    private final List<JvmPeer> leaving = new ArrayList<>();

    private final List<JvmLoad> loads = new ArrayList<>();
    private final Capacities capacities = new Capacities();
    private final UnderWay underWay = new UnderWay();

    /**
     * @param seed of the faults' luck; what the network and the machine do is not repeatable
     * @param journal where everything that happens is written
     */
    public JvmWorld(long seed, Journal journal) {
        this.journal = journal;
        this.base = SleuthConfig.defaults()
                .withInterface("lo")
                .withPort(freeUdpPort())
                .withGroup("sim-" + UUID.randomUUID());
        JvmWarmUp.run(base);
        this.origin = System.nanoTime();
        this.faults = new Faults(seed, base.timing().beacon().toNanos(), journal);
        this.stalls = new StallMeter(this::now, journal);
    }

    private static int freeUdpPort() {
        try (DatagramSocket socket = new DatagramSocket()) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new SleuthException(List.of(SleuthException.PORT), "no UDP port is free: " + none.getMessage(), none);
        }
    }

    private long now() {
        return System.nanoTime() - origin;
    }

    @Override
    public void start(int step, PeerSpec peer) {
        requireDescriptors(
                peer.name() + " does not fit into one JVM: it needs",
                DESCRIPTORS_PER_PEER + (long) DESCRIPTORS_PER_LINK * up.size());
        PeerId id = PeerId.of(UUID.randomUUID());
        names.put(id, peer.name());
        journal.append(new Entry.Up(now(), peer.name(), id.toString(), peer.service(), peer.version()));
        JvmPeer life = JvmPeer.join(peer, base, id, this::now, faults, names::get, journal);
        up.put(peer.name(), life);
    }

    @Override
    public void start(int step, List<PeerSpec> peers) {
        List<CompletableFuture<Void>> starts = peers.stream()
                .map(peer -> CompletableFuture.runAsync(() -> start(step, peer), JvmWorld::aside))
                .toList();
        try {
            starts.forEach(CompletableFuture::join);
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof SleuthException known ? known : failure;
        }
    }

    private static void aside(Runnable start) {
        new Thread(start, "start").start();
    }

    /**
     * @param peers how many there are
     * @throws SleuthException 905 if so many do not fit into this process
     */
    public static void check(int peers) {
        requireDescriptors(
                "these are " + peers + " peers, which do not fit into one JVM: they need",
                (long) DESCRIPTORS_PER_PEER * peers + (long) DESCRIPTORS_PER_LINK * peers * (peers - 1) / 2);
    }

    /** JeroMQ does not tell when the descriptors run out: connections silently fail. */
    private static void requireDescriptors(String who, long needed) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long left = system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount();
            if (needed > left) {
                throw new SleuthException(
                        SleuthException.START,
                        who + " about " + needed + " file descriptors, " + left
                                + " are left. Raise the limit (ulimit -n), use fewer peers, or --world virtual");
            }
        }
    }

    @Override
    public void load(LoadSpec load) {
        for (String caller : load.callers()) {
            loads.add(new JvmLoad(load, caller, this::now, capacities, this::call));
        }
    }

    private boolean call(String caller, long planned, LoadSpec load, Request request, Consumer<Boolean> ended) {
        JvmPeer peer = up.get(caller);
        if (peer == null || faults.isFrozen(now(), caller)) {
            return false;
        }
        long number = numbers.computeIfAbsent(caller, name -> new AtomicLong()).getAndIncrement();
        Request marked = CallMark.mark(request, caller, number);
        peer.call(this::now, planned, number, load, marked, underWay, ended);
        return true;
    }

    @Override
    public void advance(long until) throws InterruptedException {
        for (long left = until - now(); left > 0; left = until - now()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void crash(int step, String peer) {
        JvmPeer gone = up(peer);
        int members = gone.sleuth().peers().size();
        end(gone, peer, "crash");
        Harness.abort(gone.sleuth());
        if (members > 0) {
            journal.append(new Entry.Hit(now(), step, "links to " + peer + " cut", members));
        }
    }

    @Override
    public void leave(int step, String peer) {
        JvmPeer gone = up(peer);
        end(gone, peer, "leave");
        // It may have things in hand, which the next steps do not wait for.
        Thread leave = new Thread(gone.sleuth()::close, "leave-" + peer);
        leave.setDaemon(true);
        leave.start();
        leaving.add(gone);
    }

    private void end(JvmPeer gone, String peer, String how) {
        up.remove(peer);
        long now = now();
        gone.finish(now);
        faults.forget(peer);
        journal.append(new Entry.Down(now, peer, how));
    }

    @Override
    public void freeze(int step, String peer, long nanos) {
        Harness.inside(up(peer).sleuth(), () -> faults.freeze(step, now(), peer, nanos));
    }

    @Override
    public void loseBeacons(int step, double chance, long nanos) {
        faults.loseBeacons(step, now(), chance, nanos);
    }

    @Override
    public void inflict(int step, Trouble trouble) {
        faults.inflict(step, now(), trouble);
        if (trouble instanceof Trouble.Cut cut) {
            cut.ways().all().stream()
                    .map(up::get)
                    .filter(Objects::nonNull)
                    .forEach(peer -> peer.cut(this::now, step, cut.ways()));
        }
    }

    private JvmPeer up(String peer) {
        JvmPeer life = up.get(peer);
        if (life == null) {
            throw new IllegalStateException(peer + " is not up; start it before");
        }
        return life;
    }

    @Override
    public void close() {
        try {
            for (JvmLoad load : loads) {
                load.stop();
            }
            underWay.await(loads.stream().mapToLong(JvmLoad::timeout).max().orElse(0));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            stalls.close();
            up.values().forEach(peer -> peer.finish(now()));
            List<JvmPeer> last = new ArrayList<>(leaving);
            last.addAll(up.values());
            up.clear();
            last.forEach(peer -> Harness.abort(peer.sleuth()));
        }
    }
}
