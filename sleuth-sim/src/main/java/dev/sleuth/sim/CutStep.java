package dev.sleuth.sim;

import dev.sleuth.sim.world.Trouble;
import java.util.List;

/**
 * {@code {at: 4s, cut: [echo-1, caller]}}: connections break once, with what is under way on them; see {@link Sides}.
 */
final class CutStep {
    static final Kind<Step> KIND = new Kind<>("cut", List.of(), CutStep::read);

    private CutStep() {}

    private static Step read(Fields fields, Plan plan) {
        Sides sides = Sides.read(fields.get("cut"), plan);
        return TroubleStep.of(plan, "the connections " + sides.text() + " break", new Trouble.Cut(sides.ways()));
    }
}
