package dev.sleuth.sim.world;

import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Journal;
import dev.sleuth.sim.world.docker.Docker;
import dev.sleuth.sim.world.docker.DockerTrouble;
import dev.sleuth.sim.world.docker.Fleet;
import dev.sleuth.sim.world.docker.PeerImage;
import dev.sleuth.sim.world.docker.Program;
import dev.sleuth.zre.PeerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Real peers on hosts of their own: one container each, on a network of Docker's that they alone are on. The very
 * classes of this process run in them ({@link PeerMain}), told what to do through their attached streams.
 *
 * <p>The clock of the run begins when the containers of the first peers stand ready. A restart takes a new container,
 * which takes a second or two; the other steps go on meanwhile, and {@code Up} says when it was there.
 */
public final class DockerWorld implements World {
    /** One class out of each jar that a peer needs. */
    private static final Program PROGRAM = new Program(
            PeerMain.class.getName(),
            List.of(
                    PeerMain.class.getName(),
                    "dev.sleuth.Sleuth",
                    "org.zeromq.ZContext",
                    "com.neilalexander.jnacl.NaCl",
                    "com.fasterxml.jackson.databind.json.JsonMapper",
                    "com.fasterxml.jackson.core.JsonFactory",
                    "com.fasterxml.jackson.annotation.JsonTypeInfo",
                    "org.slf4j.Logger",
                    "org.slf4j.simple.SimpleLogger"));

    private static final long GLANCE = 20_000_000;
    /** A stall that is shorter is a scheduler's ordinary lateness. */
    private static final long WORTH_TELLING = 50_000_000;

    private final long seed;
    private final Docker docker;
    private final Fleet fleet;
    private final Ledger ledger;
    private final Identities identities;
    private final Reports reports = new Reports();
    private final Map<String, DockerPeer> ready = new LinkedHashMap<>();
    private final Map<String, DockerPeer> up = new ConcurrentHashMap<>();
    private final Map<String, Integer> lives = new ConcurrentHashMap<>();
    private final Map<String, Long> calls = new ConcurrentHashMap<>();
    /** What goes on beside the steps, by peer: a start, or the wait for a thaw. */
    private final Map<String, CompletableFuture<Void>> going = new ConcurrentHashMap<>();

    private final List<LoadSpec> loads = new ArrayList<>();
    private final List<PeerCommand.Inflict> troubles = new ArrayList<>();
    private PeerCommand.@Nullable LoseBeacons loss;
    private volatile @Nullable DockerTrouble trouble;
    private volatile boolean closing;
    private final StallMeter stalls;
    private final long origin;

    private DockerWorld(long seed, List<PeerSpec> peers, Docker docker, Fleet fleet, Journal journal) {
        this.seed = seed;
        this.docker = docker;
        this.fleet = fleet;
        this.ledger = new Ledger(journal);
        this.identities = new Identities(
                PeerId.of(UUID.randomUUID()), peers.stream().map(PeerSpec::name).toList());
        peers.forEach(peer -> ready.put(peer.name(), nextLife(peer.name())));
        join(ready.values().stream()
                .map(peer -> aside(() -> peer.prepare(fleet)))
                .toList());
        ready.values().forEach(DockerPeer::compareClocks);
        check();
        this.origin = System.nanoTime();
        this.stalls = new StallMeter(this::now, ledger);
    }

    /** @throws DockerTrouble if these are too many, or no engine answers, or it does not let us in */
    public static void check(List<PeerSpec> peers) {
        if (peers.size() > Identities.MOST_PEERS) {
            throw new DockerTrouble("these are " + peers.size() + " peers, and the docker world holds at most "
                    + Identities.MOST_PEERS + ": take fewer, or --world virtual");
        }
        Docker.connect(System.getenv()).close();
    }

    /**
     * Makes the image if it is not there, and starts the containers of those who are there from the start.
     *
     * @param seed of the faults' luck; what the network and the machine do is not repeatable
     * @param peers everybody, each of whom is started later on
     * @param journal where everything that happens is written
     * @param progress told, in lines for people, what takes long
     * @throws DockerTrouble if Docker cannot do it
     */
    public static DockerWorld open(long seed, List<PeerSpec> peers, Journal journal, Consumer<String> progress) {
        Docker docker = Docker.connect(System.getenv());
        Fleet fleet = null;
        try {
            String image = new PeerImage(docker, progress).of(PROGRAM);
            fleet = Fleet.open(docker, image, UUID.randomUUID().toString().substring(0, 8));
            progress.accept("starting " + peers.size() + " containers ...");
            return new DockerWorld(seed, peers, docker, fleet, journal);
        } catch (DockerTrouble trouble) {
            if (fleet != null) {
                fleet.close();
            }
            docker.close();
            throw trouble;
        }
    }

    /** What the peers report. */
    private final class Reports implements DockerPeer.Home {
        @Override
        public void wrote(DockerPeer peer, Entry entry) {
            if (entry instanceof Entry.Stalled stalled) {
                long nanos = peer.standstills().unintended(stalled);
                if (nanos > WORTH_TELLING) {
                    ledger.append(new Entry.Stalled(stalled.at(), nanos));
                }
                return;
            }
            if (entry instanceof Entry.Called called) {
                calls.merge(called.caller(), called.number() + 1, Math::max);
            }
            if (peer.ending()) {
                ledger.first(entry);
            } else {
                ledger.append(entry);
            }
        }

        @Override
        public void lost(String why) {
            if (!closing && trouble == null) {
                trouble = new DockerTrouble(why);
            }
        }
    }

    private static CompletableFuture<Void> aside(Runnable work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                        done.complete(null);
                    } catch (RuntimeException failure) {
                        done.completeExceptionally(failure);
                    }
                },
                "docker-world");
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    private static void join(List<CompletableFuture<Void>> all) {
        try {
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof DockerTrouble known ? known : failure;
        }
    }

    private void check() {
        DockerTrouble known = trouble;
        if (known != null) {
            throw known;
        }
    }

    private long now() {
        return System.nanoTime() - origin;
    }

    private DockerPeer nextLife(String peer) {
        return new DockerPeer(peer, lives.merge(peer, 1, Integer::sum), reports);
    }

    /** The peer, once what goes on with it is over. */
    private DockerPeer settled(String peer) {
        settle(peer);
        check();
        return Objects.requireNonNull(up.get(peer), peer);
    }

    private void settle(String peer) {
        CompletableFuture<Void> pending = going.remove(peer);
        if (pending != null) {
            join(List.of(pending));
        }
    }

    @Override
    public void start(int step, PeerSpec peer) {
        check();
        DockerPeer first = ready.remove(peer.name());
        if (first != null) {
            join(first, peer);
            return;
        }
        settle(peer.name());
        DockerPeer next = nextLife(peer.name());
        going.put(peer.name(), watched(() -> {
            next.prepare(fleet);
            next.compareClocks();
            join(next, peer);
        }));
    }

    /** Something aside whose failure ends the run at the next look. */
    private CompletableFuture<Void> watched(Runnable work) {
        return aside(() -> {
            try {
                work.run();
            } catch (DockerTrouble failure) {
                reports.lost(String.valueOf(failure.getMessage()));
                throw failure;
            }
        });
    }

    private synchronized void join(DockerPeer peer, PeerSpec spec) {
        String name = peer.name();
        up.put(name, peer);
        String id = identities.of(name, peer.life()).toString();
        ledger.append(new Entry.Up(now(), name, id, spec.service(), spec.version()));
        List<LoadSpec> own =
                loads.stream().filter(load -> load.callers().contains(name)).toList();
        peer.send(new PeerCommand.Join(
                spec,
                peer.life(),
                identities.run(),
                identities.names(),
                seed,
                origin + peer.clock().offset(),
                calls.getOrDefault(name, 0L),
                own,
                loss,
                troubles));
    }

    @Override
    public synchronized void load(LoadSpec load) {
        check();
        loads.add(load);
        for (String caller : load.callers()) {
            DockerPeer peer = up.get(caller);
            if (peer != null) {
                peer.send(new PeerCommand.Load(load));
            }
        }
    }

    @Override
    public void advance(long until) throws InterruptedException {
        for (long left = until - now(); left > 0; left = until - now()) {
            check();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.parkNanos(Math.min(left, GLANCE));
        }
        check();
    }

    @Override
    public void crash(int step, String peer) {
        DockerPeer gone = settled(peer);
        long asked = now();
        ledger.hold();
        try {
            Instant died = gone.kill();
            up.remove(peer);
            long at = died == null ? asked : gone.clock().ours(died) - origin;
            // Not before we asked, and not after we knew: a wall clock may be set anew at any time.
            ledger.first(new Entry.Down(Math.max(asked, Math.min(at, now())), peer, "crash"));
            if (gone.members() > 0) {
                ledger.first(new Entry.Hit(now(), step, "links to " + peer + " cut", gone.members()));
            }
        } finally {
            ledger.release();
        }
    }

    @Override
    public void leave(int step, String peer) {
        DockerPeer gone = settled(peer);
        gone.carryOut(new PeerCommand.Finish());
        gone.finish();
        up.remove(peer);
        ledger.append(new Entry.Down(now(), peer, "leave"));
        gone.send(new PeerCommand.Leave());
    }

    @Override
    public void freeze(int step, String peer, long nanos) {
        DockerPeer frozen = settled(peer);
        frozen.carryOut(new PeerCommand.Freeze());
        long from = now();
        frozen.standstills().stop(from);
        ledger.append(new Entry.Frozen(from, peer));
        if (frozen.pause()) {
            ledger.append(new Entry.Hit(now(), step, "process of " + peer + " stopped", 1));
        }
        going.put(peer, watched(() -> {
            for (long left = from + nanos - now(); left > 0; left = from + nanos - now()) {
                LockSupport.parkNanos(left);
            }
            ledger.append(new Entry.Thawed(now(), peer));
            frozen.unpause();
            frozen.standstills().goOn(now());
            frozen.send(new PeerCommand.Thaw());
        }));
    }

    @Override
    public synchronized void loseBeacons(int step, double chance, long nanos) {
        check();
        PeerCommand.LoseBeacons begun = new PeerCommand.LoseBeacons(step, chance, now() + nanos);
        loss = begun;
        up.values().forEach(peer -> peer.send(begun));
    }

    @Override
    public synchronized void inflict(int step, Trouble trouble) {
        check();
        PeerCommand.Inflict begun = new PeerCommand.Inflict(step, now(), trouble);
        if (trouble.nanos() > 0) {
            troubles.add(begun);
        }
        Faults.entries(begun.from(), trouble).forEach(ledger::append);
        up.values().forEach(peer -> peer.send(begun));
    }

    @Override
    public void close() {
        try {
            if (trouble == null) {
                List.copyOf(going.keySet()).forEach(this::settle);
                onAll(peer -> peer.carryOut(new PeerCommand.Drain()));
                onAll(peer -> peer.carryOut(new PeerCommand.Finish()));
            }
        } finally {
            closing = true;
            stalls.close();
            up.values().forEach(DockerPeer::finish);
            fleet.close();
            docker.close();
        }
    }

    private void onAll(Consumer<DockerPeer> work) {
        join(up.values().stream().map(peer -> aside(() -> work.accept(peer))).toList());
    }
}
