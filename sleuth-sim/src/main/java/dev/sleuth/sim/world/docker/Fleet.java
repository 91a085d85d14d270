package dev.sleuth.sim.world.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.LogConfig.LoggingType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The containers of one run and the bridge network that they alone are on. {@link #close} removes all of it, and so
 * does the end of this process unless it is killed; then the next one's start does. For any number of threads.
 */
public final class Fleet implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);

    private final Docker docker;
    private final DockerClient client;
    private final String image;
    private final String run;
    private final Map<String, String> labels;
    private final String network;
    private final Thread hook = new Thread(this::removeAll, "docker-cleanup");
    /** Held shared by whoever makes something, so that nothing is made behind the back of {@link #removeAll}. */
    private final ReentrantReadWriteLock making = new ReentrantReadWriteLock();

    private boolean over;

    private Fleet(Docker docker, String image, String run, Owner owner) {
        this.docker = docker;
        this.client = docker.client();
        this.image = image;
        this.run = run;
        this.labels = Labels.of(run, owner);
        Runtime.getRuntime().addShutdownHook(hook);
        making.readLock().lock();
        try {
            this.network = docker.ask(
                            "make a network",
                            client.createNetworkCmd()
                                    .withName("sleuth-" + run)
                                    .withDriver("bridge")
                                    .withCheckDuplicate(true)
                                    .withLabels(labels)::exec)
                    .getId();
        } catch (DockerTrouble trouble) {
            forgetHook();
            throw trouble;
        } finally {
            making.readLock().unlock();
        }
    }

    /**
     * Removes what dead runs have left, and makes the network.
     *
     * @param image what the containers run, as {@link PeerImage} names it
     * @param run the run's id, in letters and digits
     * @throws DockerTrouble if Docker cannot
     */
    public static Fleet open(Docker docker, String image, String run) {
        Owner owner = Owner.self();
        int removed = Leftovers.remove(docker, owner);
        LOG.debug("removed {} leftovers", removed);
        return new Fleet(docker, image, run, owner);
    }

    /**
     * Starts a container. Returns when its process runs; what it says goes to {@code listener} from then on.
     *
     * @param peer the name of what runs in it, which is its host name too
     * @param life which of the containers of this name it is, from 1
     * @throws DockerTrouble if Docker cannot, or the run is over
     */
    public Box start(String peer, int life, Box.Listener listener) {
        making.readLock().lock();
        try {
            if (over) {
                throw new DockerTrouble("the run is over: " + peer + " is not started any more");
            }
            Map<String, String> all = new LinkedHashMap<>(labels);
            all.put(Labels.PEER, peer);
            CreateContainerCmd create = client.createContainerCmd(image)
                    .withName("sleuth-" + run + "-" + peer + (life == 1 ? "" : "-" + life))
                    .withHostName(peer)
                    .withLabels(all)
                    .withStdinOpen(true)
                    // When this process is gone, the container reads the end of its input and ends too.
                    .withStdInOnce(true)
                    .withAttachStdin(true)
                    .withAttachStdout(true)
                    .withAttachStderr(true)
                    .withHostConfig(HostConfig.newHostConfig()
                            .withNetworkMode(network)
                            .withLogConfig(new LogConfig(LoggingType.NONE)));
            String id = docker.ask("make a container for " + peer, create::exec).getId();
            Box box = new Box(docker, peer, id, listener);
            box.start();
            return box;
        } finally {
            making.readLock().unlock();
        }
    }

    /** Removes all of it; what cannot be removed now is left to the next start. */
    @Override
    public void close() {
        removeAll();
        forgetHook();
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            LOG.debug("this process is ending, and the hook is at work");
        }
    }

    private void removeAll() {
        making.writeLock().lock();
        try {
            if (over) {
                return;
            }
            over = true;
            List<String> ids =
                    client
                            .listContainersCmd()
                            .withShowAll(true)
                            .withLabelFilter(Map.of(Labels.RUN, run))
                            .exec()
                            .stream()
                            .map(com.github.dockerjava.api.model.Container::getId)
                            .toList();
            ids.parallelStream().forEach(this::removeContainer);
            client.removeNetworkCmd("sleuth-" + run).exec();
        } catch (RuntimeException failure) {
            // Docker may be gone itself; whatever is left then has an owner who is dead soon.
            LOG.debug("not all of run {} was removed", run, failure);
        } finally {
            making.writeLock().unlock();
        }
    }

    private void removeContainer(String id) {
        try {
            client.removeContainerCmd(id)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        } catch (DockerException failure) {
            LOG.debug("container {} was not removed", id, failure);
        }
    }
}
