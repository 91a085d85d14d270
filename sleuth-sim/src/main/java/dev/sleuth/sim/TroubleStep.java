package dev.sleuth.sim;

import dev.sleuth.sim.world.Trouble;
import dev.sleuth.sim.world.World;

/** Something goes wrong, as the file's step of one kind or another has put it. */
record TroubleStep(int number, long at, String story, Trouble trouble) implements Step {
    /** The step that is being read. */
    static Step of(Plan plan, String story, Trouble trouble) {
        return new TroubleStep(plan.number(), plan.at(), story, trouble);
    }

    @Override
    public boolean fault() {
        return true;
    }

    @Override
    public void apply(World world) {
        world.inflict(number, trouble);
    }
}
