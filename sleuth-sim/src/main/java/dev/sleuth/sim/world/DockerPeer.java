package dev.sleuth.sim.world;

import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.world.docker.Box;
import dev.sleuth.sim.world.docker.DockerTrouble;
import dev.sleuth.sim.world.docker.Fleet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One life of a peer of the docker world, as its harness sees it: a container, and what is said through its streams.
 */
final class DockerPeer implements Box.Listener {
    /** Told what a peer reports, on a thread of its connection. */
    interface Home {
        /** Something happened at the peer. */
        void wrote(DockerPeer peer, Entry entry);

        /** It ended, or failed, and nobody wanted it to; the message is for people. */
        void lost(String why);
    }

    /** More would not find a shorter round trip. */
    private static final int CLOCK_ROUNDS = 20;
    /** A container that has not answered by then never will; draining its calls may take long. */
    private static final long PATIENCE_SECONDS = 120;

    private static final String WARM = PeerLines.name(PeerReport.Warm.class);

    private final String name;
    private final int life;
    private final Home home;
    private final Standstills standstills = new Standstills();
    private final Map<String, CompletableFuture<Void>> awaited = new ConcurrentHashMap<>();
    private final Set<String> seen = new LinkedHashSet<>();
    private volatile CompletableFuture<ClockSample> clock = new CompletableFuture<>();
    private volatile long asked;
    private volatile @Nullable Box box;
    private volatile boolean ending;
    private volatile boolean over;
    private @Nullable ClockSample sample;

    DockerPeer(String name, int life, Home home) {
        this.name = name;
        this.life = life;
        this.home = home;
    }

    String name() {
        return name;
    }

    int life() {
        return life;
    }

    Standstills standstills() {
        return standstills;
    }

    /** Starts the container, and returns when the process in it is ready to join. */
    void prepare(Fleet fleet) {
        CompletableFuture<Void> warm = expect(WARM);
        box = fleet.start(name, life, this);
        await(warm);
    }

    /** Compares the clocks. */
    void compareClocks() {
        List<ClockSample> samples = new ArrayList<>();
        for (int i = 0; i < CLOCK_ROUNDS; i++) {
            clock = new CompletableFuture<>();
            asked = System.nanoTime();
            send(new PeerCommand.Clock(i));
            samples.add(await(clock));
        }
        sample = ClockSample.best(samples);
    }

    /** How much the container's clock is ahead of ours, and when a moment of its wall clock was by ours. */
    ClockSample clock() {
        return Objects.requireNonNull(sample, "the clocks were not compared");
    }

    private Box box() {
        return Objects.requireNonNull(box, "the container was not started");
    }

    void send(PeerCommand command) {
        box().send(PeerLines.line(command));
    }

    /** Sends a command, and waits until it is carried out. */
    void carryOut(PeerCommand command) {
        CompletableFuture<Void> done = expect(PeerLines.name(command.getClass()));
        send(command);
        await(done);
    }

    private CompletableFuture<Void> expect(String report) {
        CompletableFuture<Void> future = new CompletableFuture<>();
        awaited.put(report, future);
        return future;
    }

    private <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException ended) {
            throw new DockerTrouble(box().obituary(), ended);
        } catch (TimeoutException silent) {
            throw new DockerTrouble(
                    "the container of " + name + " has not answered for " + PATIENCE_SECONDS
                            + " s: is the machine overloaded?",
                    silent);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DockerTrouble("interrupted while waiting for the container of " + name, interrupted);
        }
    }

    /**
     * Kills the process; all that it said before is told before this returns.
     *
     * @return when it ended, by the wall clock there; null if that is not known
     */
    @Nullable
    Instant kill() {
        ending = true;
        Instant died = box().kill();
        over = true;
        return died;
    }

    /** Returns whether the engine confirms that it stands still. */
    boolean pause() {
        return box().pause();
    }

    void unpause() {
        box().unpause();
    }

    /** Whether it is being killed: what it says now is older than its end. */
    boolean ending() {
        return ending;
    }

    /** From now on nothing that it says counts, nor that it ends. */
    void finish() {
        over = true;
    }

    /** How many others it sees. */
    synchronized int members() {
        return seen.size();
    }

    @Override
    public void line(String line) {
        long now = System.nanoTime();
        if (over) {
            return;
        }
        PeerReport report;
        try {
            report = PeerLines.report(line);
        } catch (IllegalArgumentException garbled) {
            home.lost("the container of " + name + " says what nobody understands: " + garbled.getMessage());
            return;
        }
        if (report instanceof PeerReport.Clock there) {
            clock.complete(new ClockSample(asked, now, there.nanos(), there.wall()));
        } else if (report instanceof PeerReport.Wrote wrote) {
            note(wrote.entry());
            home.wrote(this, wrote.entry());
        } else if (report instanceof PeerReport.Failed failed) {
            home.lost(name + " cannot join in its container: " + failed.message());
        } else {
            String what = report instanceof PeerReport.Done done ? done.command() : WARM;
            CompletableFuture<Void> future = awaited.remove(what);
            if (future != null) {
                future.complete(null);
            }
        }
    }

    private synchronized void note(Entry entry) {
        if (entry instanceof Entry.Entered entered) {
            seen.add(entered.seen());
        } else if (entry instanceof Entry.Exited exited) {
            seen.remove(exited.seen());
        }
    }

    @Override
    public void ended() {
        IllegalStateException end = new IllegalStateException("the streams of " + name + " have ended");
        clock.completeExceptionally(end);
        awaited.values().forEach(future -> future.completeExceptionally(end));
        Box known = box;
        if (!over && !ending && known != null) {
            home.lost(known.obituary());
        }
    }
}
