package dev.sleuth.sim;

import dev.sleuth.sim.world.Trouble;
import java.util.List;

/**
 * {@code {at: 4s, stall: echo-1, lasts: 400ms}}: a peer, or each of a group, or {@code all}, stands still for a moment,
 * as in a garbage collection. With {@code every: 5s, until: 50s} again and again, at random moments.
 */
final class StallStep {
    private static final String KEY = "stall";
    static final Kind<Step> KIND = new Kind<>(KEY, List.of("lasts", "every", "until"), StallStep::read);

    private StallStep() {}

    private static Step read(Fields fields, Plan plan) {
        Named named = Named.read(fields.get(KEY), plan);
        if (fields.find("every").isEmpty() && fields.find("until").isEmpty()) {
            long pause = plan.happens("", KEY, fields.get("lasts"));
            return TroubleStep.of(
                    plan,
                    named.sentence("stands still") + " for " + Figures.exactTime(pause),
                    new Trouble.Stall(named.peers(), pause, 0, pause));
        }
        long pause = fields.get("lasts").time();
        if (pause == 0) {
            throw fields.get("lasts").error("0s has no effect; make it last longer");
        }
        long every = fields.get("every").time();
        if (every <= pause) {
            throw fields.get("every")
                    .error("this is not longer than lasts, " + Figures.exactTime(pause)
                            + "; make it longer, or use freeze");
        }
        long until = plan.within(fields.get("until"));
        if (until - plan.at() < every) {
            throw fields.get("until")
                    .error("this leaves no time for every " + Figures.exactTime(every) + " after the step, at "
                            + Figures.exactTime(plan.at()) + "; make it later");
        }
        return TroubleStep.of(
                plan,
                named.sentence("stands still") + " for " + Figures.exactTime(pause) + " every "
                        + Figures.exactTime(every) + " until " + Figures.exactTime(until),
                new Trouble.Stall(named.peers(), pause, every, until - plan.at()));
    }
}
