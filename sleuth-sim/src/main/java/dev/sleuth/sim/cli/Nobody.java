package dev.sleuth.sim.cli;

import dev.sleuth.Sleuth;
import dev.sleuth.rpc.SleuthException;
import dev.sleuth.rpc.Target;
import dev.sleuth.sim.Nearest;
import java.util.List;

/** Says who is there instead of the one who was called. */
final class Nobody {
    private Nobody() {}

    /** The same failure, with what may help. */
    static SleuthException explained(SleuthException e, Sleuth sleuth, Target target) {
        List<String> services = List.copyOf(sleuth.services().keySet());
        String numbers = " " + e.trace();
        String said = String.valueOf(e.getMessage()).replace(numbers, "");
        return new SleuthException(
                e.trace(), said + ": " + hint(target, sleuth.peers().isEmpty(), services), e);
    }

    /**
     * @param alone whether nobody at all is there
     * @param services what is offered
     */
    static String hint(Target target, boolean alone, List<String> services) {
        if (alone) {
            return "nobody else is seen here; ./sleuth doctor may tell why";
        } else if (target.peer() != null || services.contains(target.service())) {
            return "./sleuth ls tells who is there";
        } else if (services.isEmpty()) {
            return "nobody here offers anything; ./sleuth ls tells who is there";
        }
        return Nearest.hint(target.service(), services);
    }
}
