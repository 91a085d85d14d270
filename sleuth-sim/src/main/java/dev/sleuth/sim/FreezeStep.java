package dev.sleuth.sim;

import dev.sleuth.sim.world.World;
import java.util.List;

/**
 * {@code {at: 14s, freeze: echo-2, lasts: 2s}}: a peer stands still for a while.
 *
 * @param nanos how long
 */
record FreezeStep(int number, long at, String peer, long nanos) implements Step {
    static final Kind<Step> KIND = new Kind<>("freeze", List.of("lasts"), FreezeStep::read);

    private static Step read(Fields fields, Plan plan) {
        String peer = plan.awake(fields.get("freeze"));
        return new FreezeStep(plan.number(), plan.at(), peer, plan.happens(peer, "freeze", fields.get("lasts")));
    }

    @Override
    public String story() {
        return peer + " freezes for " + Figures.exactTime(nanos);
    }

    @Override
    public boolean fault() {
        return true;
    }

    @Override
    public void apply(World world) {
        world.freeze(number, peer, nanos);
    }
}
