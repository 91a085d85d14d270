package dev.sleuth.sim;

import dev.sleuth.sim.world.World;
import java.util.List;

/**
 * {@code {at: 8s, lose-beacons: 30%, lasts: 5s}}: beacons are lost for a while, everybody's.
 *
 * @param chance from 0 to 1
 * @param nanos how long
 */
record LoseBeaconsStep(int number, long at, double chance, long nanos) implements Step {
    private static final String KEY = "lose-beacons";
    static final Kind<Step> KIND = new Kind<>(KEY, List.of("lasts"), LoseBeaconsStep::read);

    private static Step read(Fields fields, Plan plan) {
        Value place = fields.get(KEY);
        double chance = place.percent();
        if (chance == 0) {
            throw place.error("0% has no effect; write more, or leave the step out");
        }
        plan.alone(place, KEY);
        return new LoseBeaconsStep(plan.number(), plan.at(), chance, plan.happens("", KEY, fields.get("lasts")));
    }

    @Override
    public String story() {
        return Figures.percent(chance) + " of all beacons are lost for " + Figures.exactTime(nanos);
    }

    @Override
    public boolean fault() {
        return true;
    }

    @Override
    public void apply(World world) {
        world.loseBeacons(number, chance, nanos);
    }
}
