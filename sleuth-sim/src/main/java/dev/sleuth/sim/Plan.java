package dev.sleuth.sim;

import dev.sleuth.sim.world.LoadSpec;
import dev.sleuth.sim.world.Pace;
import dev.sleuth.sim.world.PeerSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The story as far as it was read: who is there, and who is up, down or frozen when. It refuses what cannot be. */
final class Plan {
    /**
     * Something that is going to happen to a peer.
     *
     * @param peer empty if it happens to all
     * @param what the key of its step: {@code crash}
     * @param until when it is over; {@code at} if it does not last
     */
    record Moment(int step, String peer, String what, long at, long until) {}

    private final long lasts;
    private final Map<String, List<String>> groups = new LinkedHashMap<>();
    private final Map<String, PeerSpec> peers = new LinkedHashMap<>();
    private final List<LoadSpec> load = new ArrayList<>();
    private final List<Moment> moments = new ArrayList<>();
    /** Who is not there yet. */
    private final Set<String> absent = new LinkedHashSet<>();

    private int step;
    private long time;

    /** @param lasts when the story ends, in nanoseconds since its start */
    Plan(long lasts) {
        this.lasts = lasts;
    }

    long lasts() {
        return lasts;
    }

    List<PeerSpec> peers() {
        return List.copyOf(peers.values());
    }

    /** What is known of a peer that exists. */
    PeerSpec spec(String peer) {
        return Objects.requireNonNull(peers.get(peer), peer);
    }

    List<LoadSpec> load() {
        return load;
    }

    /** Adds a group of peers; {@code place} is that of its name. */
    void group(Value place, String name, List<PeerSpec> members) {
        free(place, name);
        members.forEach(member -> free(place, member.name()));
        groups.put(name, members.stream().map(PeerSpec::name).toList());
        members.forEach(member -> peers.put(member.name(), member));
    }

    private void free(Value place, String name) {
        if (groups.containsKey(name) || peers.containsKey(name)) {
            throw place.error("the name " + name + " is taken by another group or peer; rename one of them");
        }
    }

    /** The peers of each group, in the order of the file. */
    List<List<String>> groups() {
        return List.copyOf(groups.values());
    }

    /** Whether a group or a peer has this name. */
    boolean knows(String name) {
        return groups.containsKey(name) || peers.containsKey(name);
    }

    /** The peers of a group, or one peer. */
    List<String> members(Value place) {
        String name = place.text();
        if (groups.containsKey(name)) {
            return groups.get(name);
        }
        // Groups first: that is how they are written.
        Set<String> known = new LinkedHashSet<>(groups.keySet());
        known.addAll(peers.keySet());
        return List.of(place.oneOf(known, "group or peer of this scenario"));
    }

    /** One peer. */
    String peer(Value place) {
        String name = place.text();
        List<String> members = groups.getOrDefault(name, List.of());
        if (!peers.containsKey(name) && !members.isEmpty()) {
            throw place.error(
                    name + " is a group of " + members.size() + " peers; name one of them, as " + members.get(0));
        }
        return place.oneOf(peers.keySet(), "peer of this scenario");
    }

    /** A service that somebody offers. */
    String service(Value place) {
        return place.oneOf(services(), "service of this scenario");
    }

    /** Refuses an expectation about calls if there are none. */
    void requireLoad(Value place) {
        if (load.isEmpty()) {
            throw place.error("nobody calls anybody, so there is nothing to judge; add load");
        }
    }

    /** Whether somebody calls with this method. */
    boolean callsWith(String method) {
        return load.stream().anyMatch(spec -> spec.method().equals(method));
    }

    /** A service that somebody offers and somebody calls. */
    String calledService(Value place) {
        String service = service(place);
        if (load.stream().noneMatch(spec -> spec.service().equals(service))) {
            throw place.error("nobody calls " + service + ", so there is nothing to judge; add it to load");
        }
        return service;
    }

    /** When the last load before a time that shows how fast a service is counts; null if there is none. */
    @Nullable
    Window measuring(String service, long before) {
        LoadSpec last = null;
        for (LoadSpec spec : load) {
            boolean measures =
                    spec.pace() instanceof Pace.Full && spec.service().equals(service);
            if (measures && spec.until() <= before && (last == null || spec.until() > last.until())) {
                last = spec;
            }
        }
        return last == null ? null : new Window(last.measuredFrom(), last.until());
    }

    /** How many peers offer a service. */
    long replicas(String service) {
        return peers.values().stream()
                .filter(peer -> service.equals(peer.service()))
                .count();
    }

    private List<String> services() {
        return peers.values().stream()
                .map(PeerSpec::service)
                .filter(service -> service != null)
                .distinct()
                .toList();
    }

    /** A time that is not after the end. */
    long within(Value place) {
        long at = place.time();
        if (at > lasts) {
            throw place.error("this is after the end: the scenario lasts " + Figures.exactTime(lasts)
                    + "; make it earlier or lasts longer");
        }
        return at;
    }

    /** Begins the next step, and says when it is. */
    void step(Value at) {
        long next = within(at);
        if (next < time) {
            throw at.error(
                    "this is before the step above it, at " + Figures.exactTime(time) + "; sort the steps by time");
        }
        step++;
        time = next;
    }

    /** The number of the step that is being read. */
    int number() {
        return step;
    }

    /** When the step that is being read is taken. */
    long at() {
        return time;
    }

    /** A peer is not there from the start. */
    void joinsLater(String peer) {
        absent.add(peer);
    }

    /** The step that is being read lets a peer join; once only. */
    void joins(Value place, String peer) {
        if (!absent.remove(peer)) {
            throw place.error(peer + " has joined already; restart it after its crash or leave");
        }
        happens(peer, "join");
    }

    private void refuseAbsent(Value place, String peer) {
        if (absent.contains(peer)) {
            throw place.error(peer + " is not there yet: it joins by a later step; do this later");
        }
    }

    /** The peer that a step is done to; it must be up and awake. */
    String awake(Value place) {
        String peer = peer(place);
        refuseAbsent(place, peer);
        Moment last = last(peer);
        if (last != null && down(last)) {
            throw place.error(peer + " is down since its " + last.what() + " at " + Figures.exactTime(last.at())
                    + "; restart it before");
        }
        if (last != null && last.until() > last.at() && last.until() >= time) {
            throw place.error(peer + " is frozen until " + Figures.exactTime(last.until()) + "; do this later");
        }
        return peer;
    }

    /** The peer that a step brings back; it must be down. */
    String down(Value place) {
        String peer = peer(place);
        refuseAbsent(place, peer);
        Moment last = last(peer);
        if (last == null || !down(last)) {
            throw place.error(peer + " is up at " + Figures.exactTime(time) + "; crash it or let it leave before");
        }
        return peer;
    }

    /** Notes what the step that is being read does at once. */
    void happens(String peer, String what) {
        moments.add(new Moment(step, peer, what, time, time));
    }

    /** Notes what the step that is being read does for a while; returns how long that is. */
    long happens(String peer, String what, Value lasting) {
        long nanos = lasting.time();
        if (nanos == 0) {
            throw lasting.error("0s has no effect; make it last longer");
        }
        if (time + nanos > lasts) {
            throw lasting.error("this goes on until " + Figures.exactTime(time + nanos) + ", after the end at "
                    + Figures.exactTime(lasts) + "; make it shorter");
        }
        moments.add(new Moment(step, peer, what, time, time + nanos));
        return nanos;
    }

    /** Refuses a step that begins while another of its kind goes on. */
    void alone(Value place, String what) {
        for (Moment moment : moments) {
            if (moment.what().equals(what) && moment.until() > time) {
                throw place.error("step " + moment.step() + " does this until " + Figures.exactTime(moment.until())
                        + "; do it later");
            }
        }
    }

    /** The step by which a peer, or all of a group at once, join. */
    Moment joining(Value place) {
        List<String> members = members(place);
        List<Moment> all = moments.stream()
                .filter(moment -> moment.what().equals("join") && members.contains(moment.peer()))
                .toList();
        if (all.size() != members.size()
                || all.stream().mapToInt(Moment::step).distinct().count() != 1) {
            throw place.error("no step lets " + place.text() + " join; add a step join, or write all for those who are"
                    + " there from the start");
        }
        return all.get(0);
    }

    /**
     * The one moment that an expectation is about: something of {@code kinds} that happens to the peer under
     * {@code key}, at the time under {@code at} if that is given. There must be exactly one.
     */
    Moment pick(Fields fields, String key, List<String> kinds) {
        String peer = peer(fields.get(key));
        List<Moment> all = moments.stream()
                .filter(m -> m.peer().equals(peer) && kinds.contains(m.what()))
                .toList();
        String some = String.join(" or ", kinds);
        if (all.isEmpty()) {
            throw fields.get(key).error("no step does this to " + peer + "; add a step " + some + " for it");
        }
        Optional<Value> at = fields.find("at");
        long time = at.map(Value::time).orElse(all.get(0).at());
        List<Moment> there = at.isEmpty()
                ? all
                : all.stream().filter(moment -> moment.at() == time).toList();
        if (there.size() == 1) {
            return there.get(0);
        }
        String times = String.join(
                ", ", all.stream().map(moment -> Figures.exactTime(moment.at())).toList());
        throw at.orElse(fields.get(key))
                .error((at.isEmpty() ? "several steps do this to " : "not one step does this at this time to ") + peer
                        + "; write at: with one of " + times);
    }

    /** A time span for something at {@code origin} to be noticed, which has to be over at the end. */
    long judged(Value place, long origin) {
        long nanos = place.time();
        if (origin + nanos > lasts) {
            throw place.error("this time is over at " + Figures.exactTime(origin + nanos) + ", after the end at "
                    + Figures.exactTime(lasts) + "; make it shorter or lasts longer");
        }
        return nanos;
    }

    private @Nullable Moment last(String peer) {
        List<Moment> all =
                moments.stream().filter(moment -> moment.peer().equals(peer)).toList();
        return all.isEmpty() ? null : all.get(all.size() - 1);
    }

    private static boolean down(Moment last) {
        return last.what().equals("crash") || last.what().equals("leave");
    }
}
