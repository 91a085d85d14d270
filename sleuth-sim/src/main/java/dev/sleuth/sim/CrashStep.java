package dev.sleuth.sim;

import dev.sleuth.sim.world.World;
import java.util.List;

/** {@code {at: 3s, crash: echo-1}}: a peer ends without a goodbye. */
record CrashStep(int number, long at, String peer) implements Step {
    static final Kind<Step> KIND = new Kind<>("crash", List.of(), CrashStep::read);

    private static Step read(Fields fields, Plan plan) {
        String peer = plan.awake(fields.get("crash"));
        plan.happens(peer, "crash");
        return new CrashStep(plan.number(), plan.at(), peer);
    }

    @Override
    public String story() {
        return peer + " crashes";
    }

    @Override
    public boolean fault() {
        return true;
    }

    @Override
    public void apply(World world) {
        world.crash(number, peer);
    }
}
