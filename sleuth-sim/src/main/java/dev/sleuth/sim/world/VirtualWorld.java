package dev.sleuth.sim.world;

import dev.sleuth.rpc.EnvelopeCodec;
import dev.sleuth.rpc.Request;
import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Journal;
import dev.sleuth.zre.Endpoint;
import dev.sleuth.zre.PeerId;
import dev.sleuth.zre.Timing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Real engines on a model of a network, in a time that jumps from event to event: the same seed always gives the same
 * run, whatever the machine does meanwhile.
 *
 * <p>A call is one attempt, and ends as the engine ends it. Calls of a caller that crashes end with it and are not
 * written down.
 */
public final class VirtualWorld implements World {
    private static final Timing TIMING = Timing.LAN;
    private static final String GROUP = "SLEUTH-v1";
    private static final int MAX_BODY = 16 << 20;
    /** The first of the ports that no service is assigned to, and how many there are. */
    private static final int FIRST_PORT = 49_152;

    private static final int PORTS = 16_384;

    /** A name of the scenario, and what outlasts the lives of the peer that bears it. */
    private static final class Place {
        final String address;
        final Dice dice;
        final Dice serviceTimes;
        int lives;
        long calls;
        /** Null while it is down. */
        @Nullable
        VirtualPeer peer;

        Place(String address, long seed) {
            this.address = address;
            this.dice = new Dice(seed);
            this.serviceTimes = new Dice(Dice.mix(seed, "service times"));
        }
    }

    private final long seed;
    private final Journal journal;
    private final Timeline timeline = new Timeline();
    private final VirtualNetwork network;
    private final Faults faults;
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Map<PeerId, String> names = new LinkedHashMap<>();
    /** Whoever was told to leave and may still be finishing what it has in hand. */
    private final List<VirtualPeer> leaving = new ArrayList<>();

    private final VirtualPeer.Surroundings surroundings;
    private final List<VirtualLoad> loads = new ArrayList<>();
    private final Capacities capacities = new Capacities();

    /**
     * A world without peers, at time 0.
     *
     * @param journal takes what happens; written to by the thread that calls this world alone
     */
    public VirtualWorld(long seed, Journal journal) {
        this.seed = seed;
        this.journal = journal;
        this.network = new VirtualNetwork(Dice.mix(seed, "network"), timeline);
        this.faults = new Faults(Dice.mix(seed, "faults"), TIMING.beacon().toNanos(), journal);
        EnvelopeCodec codec = new EnvelopeCodec(GROUP, MAX_BODY);
        this.surroundings = new VirtualPeer.Surroundings(timeline, network, faults, journal, codec, names::get);
    }

    /** For tests: see {@link VirtualNetwork#nudge}. */
    void nudge(long delivery) {
        network.nudge(delivery);
    }

    @Override
    public void start(int step, PeerSpec spec) {
        Place place =
                places.computeIfAbsent(spec.name(), name -> new Place(address(places.size()), Dice.mix(seed, name)));
        if (place.peer != null) {
            throw new IllegalStateException(spec.name() + " is up already; start it after its crash or leave");
        }
        PeerId id = new PeerId(place.dice.next(), place.dice.next());
        Endpoint endpoint = new Endpoint(place.address, FIRST_PORT + place.lives++ % PORTS);
        names.put(id, spec.name());
        journal.append(new Entry.Up(timeline.now(), spec.name(), id.toString(), spec.service(), spec.version()));
        place.peer = new VirtualPeer(spec, id, endpoint, TIMING, place.serviceTimes, surroundings);
    }

    private static String address(int index) {
        int number = index + 1;
        return "10." + (number >> 16 & 0xFF) + "." + (number >> 8 & 0xFF) + "." + (number & 0xFF);
    }

    @Override
    public void load(LoadSpec load) {
        load.callers().forEach(caller -> loads.add(new VirtualLoad(load, caller, timeline, capacities, this::call)));
    }

    private boolean call(LoadSpec load, Request request, String caller, Consumer<Boolean> ended) {
        Place place = places.get(caller);
        if (place == null || place.peer == null || faults.isFrozen(timeline.now(), caller)) {
            return false;
        }
        place.peer.call(load, request, place.calls++, ended);
        return true;
    }

    @Override
    public void advance(long until) {
        timeline.runUntil(until);
    }

    @Override
    public void crash(int step, String peer) {
        VirtualPeer gone = up(peer);
        journal.append(new Entry.Down(timeline.now(), peer, "crash"));
        int cuts = gone.crash();
        if (cuts > 0) {
            journal.append(new Entry.Hit(timeline.now(), step, "links to " + peer + " cut", cuts));
        }
        ended(peer);
    }

    @Override
    public void leave(int step, String peer) {
        VirtualPeer gone = up(peer);
        if (faults.isFrozen(timeline.now(), peer)) {
            throw new IllegalStateException(peer + " is frozen and cannot say goodbye; let it leave after its thaw");
        }
        journal.append(new Entry.Down(timeline.now(), peer, "leave"));
        leaving.removeIf(one -> !one.isUp());
        leaving.add(gone);
        ended(peer);
        gone.leave();
    }

    private void ended(String peer) {
        Objects.requireNonNull(places.get(peer)).peer = null;
        faults.forget(peer);
    }

    @Override
    public void freeze(int step, String peer, long nanos) {
        VirtualPeer frozen = up(peer);
        faults.freeze(step, timeline.now(), peer, nanos);
        frozen.replan();
    }

    @Override
    public void loseBeacons(int step, double chance, long nanos) {
        faults.loseBeacons(step, timeline.now(), chance, nanos);
    }

    @Override
    public void inflict(int step, Trouble trouble) {
        faults.inflict(step, timeline.now(), trouble);
        if (trouble instanceof Trouble.Cut cut) {
            for (String name : cut.ways().all()) {
                Place place = places.get(name);
                if (place != null && place.peer != null) {
                    place.peer.cut(step, cut.ways());
                }
            }
        }
    }

    private VirtualPeer up(String peer) {
        Place place = places.get(peer);
        if (place == null || place.peer == null) {
            throw new IllegalStateException(peer + " is not up; start it before");
        }
        return place.peer;
    }

    @Override
    public void close() {
        loads.forEach(VirtualLoad::stop);
        List<VirtualPeer> peers = new ArrayList<>(leaving);
        peers.removeIf(peer -> !peer.isUp());
        places.values().stream().filter(place -> place.peer != null).forEach(place -> peers.add(place.peer));
        // A call that waits has a timeout, so its peer has a deadline and the timeline an event.
        while (peers.stream().anyMatch(peer -> peer.waiting() > 0) && timeline.next()) {}
        peers.forEach(VirtualPeer::finish);
        places.clear();
    }
}
