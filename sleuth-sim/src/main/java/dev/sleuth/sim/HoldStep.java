package dev.sleuth.sim;

import dev.sleuth.sim.world.Trouble;
import java.util.List;

/**
 * {@code {at: 4s, hold: halves, lasts: 3s}}: nothing passes for a while, as if cables were pulled; see {@link Sides}.
 */
final class HoldStep {
    static final Kind<Step> KIND = new Kind<>("hold", List.of("lasts"), HoldStep::read);

    private HoldStep() {}

    private static Step read(Fields fields, Plan plan) {
        Sides sides = Sides.read(fields.get("hold"), plan);
        long nanos = plan.happens("", "hold", fields.get("lasts"));
        return TroubleStep.of(
                plan,
                "nothing passes " + sides.text() + " for " + Figures.exactTime(nanos),
                new Trouble.Hold(sides.ways(), nanos));
    }
}
