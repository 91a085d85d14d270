package dev.sleuth.sim;

import dev.sleuth.sim.world.Between;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Between whom something goes wrong, as a step says it:
 *
 * <ul>
 *   <li>{@code echo-1}: between this peer, or the members of this group, and all others
 *   <li>{@code [echo, caller]}: between these two; a side may itself be a list
 *   <li>{@code {from: echo-1, to: caller}}: one way only; a side that is left out is all others
 *   <li>{@code all}: between everybody
 *   <li>{@code halves}: between two halves, for which each group is split in the middle
 * </ul>
 *
 * @param text as part of a sentence: {@code between echo-1 and all others}
 */
record Sides(Between ways, String text) {
    private static final String ALL = "all";
    private static final String HALVES = "halves";

    private record Side(Set<String> peers, String text) {}

    static Sides read(Value place, Plan plan) {
        if (place.node() instanceof MappingNode) {
            return oneWay(place, Fields.of(place).allow(List.of("from", "to")), plan);
        }
        if (place.node() instanceof SequenceNode) {
            List<Value> items = place.items();
            if (items.size() != 2) {
                throw place.error("two sides belong here, not " + items.size() + "; write [echo-1, caller-1], and"
                        + " [[echo-1, echo-2], caller-1] if there are several on a side");
            }
            return between(place, side(items.get(0), plan), side(items.get(1), plan));
        }
        boolean word = !plan.knows(place.text());
        if (word && place.text().equals(ALL)) {
            Set<String> all = all(plan);
            return new Sides(new Between(all, all, false), "between all peers");
        }
        if (word && place.text().equals(HALVES)) {
            return halves(place, plan);
        }
        Side side = side(place, plan);
        return between(place, side, others(place, side, plan));
    }

    private static Sides between(Value place, Side one, Side other) {
        refuseBoth(place, one, other);
        return new Sides(
                new Between(one.peers(), other.peers(), true), "between " + one.text() + " and " + other.text());
    }

    private static Sides oneWay(Value place, Fields fields, Plan plan) {
        Optional<Side> from = fields.find("from").map(value -> side(value, plan));
        Optional<Side> to = fields.find("to").map(value -> side(value, plan));
        if (from.isEmpty() && to.isEmpty()) {
            throw place.error("this says of nobody what goes wrong; write {from: echo-1, to: caller-1}");
        }
        Side sender = from.orElseGet(() -> others(place, to.orElseThrow(), plan));
        Side receiver = to.orElseGet(() -> others(place, from.orElseThrow(), plan));
        refuseBoth(place, sender, receiver);
        return new Sides(
                new Between(sender.peers(), receiver.peers(), false),
                "from " + sender.text() + " to " + receiver.text());
    }

    private static Sides halves(Value place, Plan plan) {
        Set<String> one = new LinkedHashSet<>();
        Set<String> other = new LinkedHashSet<>();
        for (List<String> group : plan.groups()) {
            // Of three, two; and who is alone goes where there are fewer.
            int middle = group.size() == 1 ? (one.size() <= other.size() ? 1 : 0) : (group.size() + 1) / 2;
            one.addAll(group.subList(0, middle));
            other.addAll(group.subList(middle, group.size()));
        }
        if (other.isEmpty()) {
            throw place.error("one peer has no halves; add others");
        }
        return between(
                place,
                new Side(one, "one half (" + String.join(", ", one) + ")"),
                new Side(other, "the other (" + String.join(", ", other) + ")"));
    }

    private static Side side(Value place, Plan plan) {
        if (!(place.node() instanceof SequenceNode)) {
            return new Side(new LinkedHashSet<>(plan.members(place)), place.text());
        }
        Set<String> peers = new LinkedHashSet<>();
        List<String> texts = new ArrayList<>();
        for (Value item : place.items()) {
            if (!(item.node() instanceof ScalarNode)) {
                throw item.error("a peer or a group belongs here, not " + item.form());
            }
            peers.addAll(plan.members(item));
            texts.add(item.text());
        }
        if (peers.isEmpty()) {
            throw place.error("nobody is on this side; name a peer or a group");
        }
        return new Side(peers, String.join(", ", texts));
    }

    private static Side others(Value place, Side side, Plan plan) {
        Set<String> others = all(plan);
        others.removeAll(side.peers());
        if (others.isEmpty()) {
            throw place.error(
                    "there is nobody else than " + side.text() + "; name two sides of it, as [echo-1, echo-2]");
        }
        return new Side(others, "all others");
    }

    private static void refuseBoth(Value place, Side one, Side other) {
        one.peers().stream().filter(other.peers()::contains).findFirst().ifPresent(peer -> {
            throw place.error(peer + " is on both sides; name it once");
        });
    }

    private static Set<String> all(Plan plan) {
        Set<String> all = new LinkedHashSet<>();
        plan.peers().forEach(peer -> all.add(peer.name()));
        return all;
    }
}
