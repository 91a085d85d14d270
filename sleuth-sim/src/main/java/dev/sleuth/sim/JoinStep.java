package dev.sleuth.sim;

import dev.sleuth.sim.world.PeerSpec;
import dev.sleuth.sim.world.World;
import java.util.List;
import org.yaml.snakeyaml.nodes.MappingNode;

/**
 * {@code {at: 5s, join: newcomer}}: a peer, or all of a group at once, starts only now. Whoever joins by a step is not
 * there from the start.
 */
record JoinStep(int number, long at, String who, List<PeerSpec> newcomers) implements Step {
    private static final String KEY = "join";
    static final Kind<Step> KIND = new Kind<>(KEY, List.of(), JoinStep::read);

    JoinStep {
        newcomers = List.copyOf(newcomers);
    }

    /** Tells the plan, before any step is read, who is not there from the start. */
    static void announce(Value item, Plan plan) {
        if (item.node() instanceof MappingNode) {
            Fields.of(item).find(KEY).ifPresent(place -> plan.members(place).forEach(plan::joinsLater));
        }
    }

    private static Step read(Fields fields, Plan plan) {
        Value place = fields.get(KEY);
        List<String> members = plan.members(place);
        members.forEach(member -> plan.joins(place, member));
        String who = members.size() == 1 ? place.text() : "each of " + place.text() + " (" + members.size() + ")";
        return new JoinStep(
                plan.number(), plan.at(), who, members.stream().map(plan::spec).toList());
    }

    @Override
    public String story() {
        return who + " joins";
    }

    @Override
    public boolean fault() {
        return false;
    }

    @Override
    public void apply(World world) {
        world.start(number, newcomers);
    }
}
