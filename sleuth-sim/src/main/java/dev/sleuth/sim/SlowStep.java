package dev.sleuth.sim;

import dev.sleuth.sim.world.Trouble;
import java.util.List;

/**
 * {@code {at: 4s, slow: [echo, caller], by: 50ms, jitter: 20ms, lasts: 3s}}: all that passes takes so much longer, and
 * up to {@code jitter} more, for a while; see {@link Sides}.
 */
final class SlowStep {
    static final Kind<Step> KIND = new Kind<>("slow", List.of("by", "jitter", "lasts"), SlowStep::read);

    private SlowStep() {}

    private static Step read(Fields fields, Plan plan) {
        Sides sides = Sides.read(fields.get("slow"), plan);
        long delay = fields.get("by").time();
        long jitter = fields.find("jitter").map(Value::time).orElse(0L);
        if (delay + jitter == 0) {
            throw fields.get("by").error("0s has no effect; make it longer, or add jitter");
        }
        long nanos = plan.happens("", "slow", fields.get("lasts"));
        String by = Figures.exactTime(delay) + (jitter == 0 ? "" : " to " + Figures.exactTime(delay + jitter));
        return TroubleStep.of(
                plan,
                "what passes " + sides.text() + " takes " + by + " longer for " + Figures.exactTime(nanos),
                new Trouble.Slow(sides.ways(), delay, jitter, nanos));
    }
}
