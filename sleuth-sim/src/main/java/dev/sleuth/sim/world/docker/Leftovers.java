package dev.sleuth.sim.world.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Network;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs have left whose process was killed before it could clean up. */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private Leftovers() {}

    /**
     * Removes what dead owners left; what others own is not touched.
     *
     * @return how many containers and networks were removed
     */
    static int remove(Docker docker, Owner here) {
        int removed = 0;
        for (Container container : docker.ask(
                "list containers",
                docker.client().listContainersCmd().withShowAll(true).withLabelFilter(List.of(Labels.RUN))::exec)) {
            if (abandoned(docker, here, container.getLabels())) {
                removed += quietly(() -> docker.client()
                        .removeContainerCmd(container.getId())
                        .withForce(true)
                        .exec());
            }
        }
        for (Network network : docker.ask(
                "list networks", docker.client().listNetworksCmd().withFilter("label", List.of(Labels.RUN))::exec)) {
            if (abandoned(docker, here, network.getLabels())) {
                removed += quietly(
                        () -> docker.client().removeNetworkCmd(network.getId()).exec());
            }
        }
        return removed;
    }

    private static boolean abandoned(Docker docker, Owner here, @Nullable Map<String, String> labels) {
        Owner owner = labels == null ? null : Owner.of(labels);
        return owner != null && owner.seenBy(here, docker.isLocal()) == Owner.Fate.DEAD;
    }

    /** Somebody else may be removing the same at the same time. */
    private static int quietly(Runnable removal) {
        try {
            removal.run();
            return 1;
        } catch (DockerException failure) {
            LOG.debug("something was not removed", failure);
            return 0;
        }
    }
}
