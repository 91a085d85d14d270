package dev.sleuth.dashboard.model;

import dev.sleuth.dashboard.model.Picture.Finding;
import dev.sleuth.dashboard.model.Picture.Peer;
import dev.sleuth.dashboard.model.Picture.Rate;
import dev.sleuth.dashboard.model.Picture.Sees;
import dev.sleuth.dashboard.model.Picture.Sight;
import dev.sleuth.dashboard.model.Picture.State;
import dev.sleuth.dashboard.model.Picture.Step;
import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Topology;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the entries of a journal so far add up to. Feed it entries in the order of the journal. Used by one thread. */
public final class JournalModel {
    private final Cast cast;
    private final Topology topology = new Topology();
    private final RecentCalls calls = new RecentCalls();
    private final Noticing noticing;
    private final Map<String, @Nullable String> services = new LinkedHashMap<>();
    private final Map<Integer, Step> taken = new LinkedHashMap<>();
    private List<Finding> findings = List.of();
    private long now;
    private boolean ended;

    /**
     * Begins with nothing having happened.
     *
     * @param cast who will be there and what will happen, as far as that is known beforehand
     */
    public JournalModel(Cast cast) {
        this.cast = cast;
        this.noticing = new Noticing(topology, cast.peers().size());
        cast.peers().forEach(member -> services.put(member.name(), member.service()));
    }

    /** Takes an entry in. Times never go back here, even where two threads wrote in another order than theirs. */
    public void apply(Entry entry) {
        now = Math.max(now, entry.at());
        noticing.before(entry);
        topology.apply(entry);
        if (entry instanceof Entry.Up up) {
            services.put(up.peer(), up.service());
        } else if (entry instanceof Entry.Called call) {
            calls.add(now, call);
        } else if (entry instanceof Entry.Stepped step) {
            taken.put(step.number(), new Step(step.number(), step.at(), step.story(), true, 0));
        } else if (entry instanceof Entry.Hit hit) {
            taken.computeIfPresent(hit.step(), (number, step) -> hit(step, hit.times()));
        } else if (entry instanceof Entry.Ended) {
            ended = true;
        }
        noticing.after(entry);
    }

    /** Takes in what the expectations came to, once that is known. */
    public void judged(List<Finding> all) {
        findings = List.copyOf(all);
    }

    /** What is to be seen at {@code at}, in nanoseconds since the start; not before the last entry. */
    public Picture picture(long at) {
        now = Math.max(now, at);
        calls.forget(now);
        List<String> names = List.copyOf(services.keySet());
        return new Picture(
                cast.title(),
                now,
                cast.lasts(),
                ended,
                peers(names),
                sights(names),
                calls.flows(names),
                steps(),
                noticing.notes(),
                findings,
                calls.ever());
    }

    private List<Peer> peers(List<String> names) {
        Map<String, Rate> made = calls.made();
        List<Peer> peers = new ArrayList<>();
        for (String name : names) {
            peers.add(new Peer(name, name, services.get(name), state(name), made.getOrDefault(name, Rate.NONE)));
        }
        return peers;
    }

    private State state(String peer) {
        if (topology.awake(peer)) {
            return State.UP;
        }
        return topology.up().contains(peer) ? State.FROZEN : State.DOWN;
    }

    private List<Sight> sights(List<String> names) {
        List<Sight> sights = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            for (int k = i + 1; k < names.size(); k++) {
                Sees there = sees(names.get(i), names.get(k));
                Sees back = sees(names.get(k), names.get(i));
                if (there == Sees.YES || back == Sees.YES) {
                    sights.add(new Sight(names.get(i), names.get(k), there, back));
                }
            }
        }
        return sights;
    }

    private Sees sees(String peer, String other) {
        return topology.sees(peer, other) > 0 ? Sees.YES : Sees.NO;
    }

    private static Step hit(Step step, long times) {
        return new Step(step.number(), step.at(), step.story(), true, step.hits() + times);
    }

    private List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (Step planned : cast.steps()) {
            steps.add(taken.getOrDefault(planned.number(), planned));
        }
        for (Step step : taken.values()) {
            if (cast.steps().stream().noneMatch(planned -> planned.number() == step.number())) {
                steps.add(step);
            }
        }
        return steps;
    }
}
