package dev.sleuth.sim;

import dev.sleuth.sim.world.Trouble;
import java.util.List;

/**
 * {@code {at: 4s, slow-handlers: echo, by: 200ms, lasts: 3s}}: a peer's, a group's or everybody's handlers are slow.
 * With {@code busy: 10ms} in place of {@code by} they do not wait but compute.
 */
final class SlowHandlersStep {
    private static final String KEY = "slow-handlers";
    static final Kind<Step> KIND = new Kind<>(KEY, List.of("by", "busy", "lasts"), SlowHandlersStep::read);

    private SlowHandlersStep() {}

    private static Step read(Fields fields, Plan plan) {
        Named named = Named.servers(fields.get(KEY), plan);
        boolean computing = fields.find("busy").isPresent();
        if (computing && fields.find("by").isPresent()) {
            throw fields.key("busy").error("handlers either wait (by) or compute (busy); remove one of them");
        }
        Value by = fields.get(computing ? "busy" : "by");
        long delay = by.time();
        if (delay == 0) {
            throw by.error("0s has no effect; make it longer");
        }
        long nanos = plan.happens("", KEY, fields.get("lasts"));
        return TroubleStep.of(
                plan,
                (computing
                                ? named.sentence("computes") + " for " + Figures.exactTime(delay)
                                : named.sentence("takes") + " " + Figures.exactTime(delay) + " longer")
                        + " for each request, for " + Figures.exactTime(nanos),
                new Trouble.SlowHandlers(named.peers(), delay, computing, nanos));
    }
}
