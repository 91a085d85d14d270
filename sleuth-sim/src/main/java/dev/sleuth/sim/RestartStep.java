package dev.sleuth.sim;

import dev.sleuth.sim.world.PeerSpec;
import dev.sleuth.sim.world.World;
import java.util.List;

/** {@code {at: 6s, restart: echo-1}}: a peer that crashed or left comes back with a new identity. */
record RestartStep(int number, long at, PeerSpec peer) implements Step {
    static final Kind<Step> KIND = new Kind<>("restart", List.of(), RestartStep::read);

    private static Step read(Fields fields, Plan plan) {
        String name = plan.down(fields.get("restart"));
        plan.happens(name, "restart");
        return new RestartStep(plan.number(), plan.at(), plan.spec(name));
    }

    @Override
    public String story() {
        return peer.name() + " restarts";
    }

    @Override
    public boolean fault() {
        return false;
    }

    @Override
    public void apply(World world) {
        world.start(number, peer);
    }
}
