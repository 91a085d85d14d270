package dev.sleuth.sim;

import dev.sleuth.sim.world.Trouble;
import java.util.List;

/**
 * {@code {at: 4s, slow-handlers: echo, by: 200ms, lasts: 3s}}: a peer's, a group's or everybody's handlers are slow.
 */
final class SlowHandlersStep {
    private static final String KEY = "slow-handlers";
    static final Kind<Step> KIND = new Kind<>(KEY, List.of("by", "lasts"), SlowHandlersStep::read);

    private SlowHandlersStep() {}

    private static Step read(Fields fields, Plan plan) {
        Named named = Named.servers(fields.get(KEY), plan);
        long delay = fields.get("by").time();
        if (delay == 0) {
            throw fields.get("by").error("0s has no effect; make it longer");
        }
        long nanos = plan.happens("", KEY, fields.get("lasts"));
        return TroubleStep.of(
                plan,
                named.sentence("takes") + " " + Figures.exactTime(delay) + " longer for each request, for "
                        + Figures.exactTime(nanos),
                new Trouble.SlowHandlers(named.peers(), delay, nanos));
    }
}
