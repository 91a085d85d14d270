package dev.sleuth.sim;

import dev.sleuth.sim.world.Trouble;
import java.util.List;

/**
 * {@code {at: 4s, failing-handlers: echo-1, share: 50%, lasts: 3s}}: a share of a peer's, a group's or everybody's
 * requests is answered with 500.
 */
final class FailingHandlersStep {
    private static final String KEY = "failing-handlers";
    static final Kind<Step> KIND = new Kind<>(KEY, List.of("share", "lasts"), FailingHandlersStep::read);

    private FailingHandlersStep() {}

    private static Step read(Fields fields, Plan plan) {
        Named named = Named.servers(fields.get(KEY), plan);
        double share = fields.get("share").percent();
        if (share == 0) {
            throw fields.get("share").error("0% has no effect; write more, or leave the step out");
        }
        long nanos = plan.happens("", KEY, fields.get("lasts"));
        return TroubleStep.of(
                plan,
                named.sentence("answers") + " " + Figures.percent(share) + " of the requests with 500 for "
                        + Figures.exactTime(nanos),
                new Trouble.FailingHandlers(named.peers(), share, nanos));
    }
}
