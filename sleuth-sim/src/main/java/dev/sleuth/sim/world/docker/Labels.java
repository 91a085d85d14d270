package dev.sleuth.sim.world.docker;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is written on everything that a run has in Docker. */
final class Labels {
    /** The run's id: every container and network of a run has it. */
    static final String RUN = "dev.sleuth.run";

    /** Which peer a container is. */
    static final String PEER = "dev.sleuth.peer";

    /** On images: what they are for. */
    static final String IMAGE = "dev.sleuth.image";

    private Labels() {}

    static Map<String, String> of(String run, Owner owner) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(RUN, run);
        labels.putAll(owner.labels());
        return labels;
    }
}
