package dev.sleuth.sim;

import dev.sleuth.sim.world.World;
import java.util.List;

/** {@code {at: 19s, leave: echo-3}}: a peer ends with a goodbye. */
record LeaveStep(int number, long at, String peer) implements Step {
    static final Kind<Step> KIND = new Kind<>("leave", List.of(), LeaveStep::read);

    private static Step read(Fields fields, Plan plan) {
        String peer = plan.awake(fields.get("leave"));
        plan.happens(peer, "leave");
        return new LeaveStep(plan.number(), plan.at(), peer);
    }

    @Override
    public String story() {
        return peer + " leaves";
    }

    @Override
    public boolean fault() {
        return false;
    }

    @Override
    public void apply(World world) {
        world.leave(number, peer);
    }
}
