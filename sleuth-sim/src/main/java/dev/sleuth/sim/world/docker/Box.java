package dev.sleuth.sim.world.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One container, spoken to in lines through its attached streams: nothing of that is on the network that it is about.
 * For any number of threads.
 */
public final class Box {
    /** Told what the container's process says, on a thread of the connection's: it must be quick. */
    public interface Listener {
        /** A line of its standard output. */
        void line(String line);

        /** Its streams have ended: the process is over, or Docker is. */
        void ended();
    }

    private static final Logger LOG = LoggerFactory.getLogger(Box.class);
    private static final long PATIENCE_SECONDS = 20;

    private final Docker docker;
    private final DockerClient client;
    private final String name;
    private final String id;
    private final Listener listener;
    private final LineInput input = new LineInput();
    private final CountDownLatch streamsEnded = new CountDownLatch(1);
    private volatile String lastError = "";

    Box(Docker docker, String name, String id, Listener listener) {
        this.docker = docker;
        this.client = docker.client();
        this.name = name;
        this.id = id;
        this.listener = listener;
    }

    /** Attaches first: what the process says before somebody listens would be lost. */
    void start() {
        Streams streams = new Streams();
        docker.ask(
                "attach to the container of " + name,
                () -> client.attachContainerCmd(id)
                        .withStdIn(input)
                        .withStdOut(true)
                        .withStdErr(true)
                        .withFollowStream(true)
                        .exec(streams));
        docker.ask("attach to the container of " + name, () -> awaitStarted(streams));
        docker.ask("start the container of " + name, client.startContainerCmd(id)::exec);
    }

    private static boolean awaitStarted(Streams streams) {
        try {
            return streams.awaitStarted(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Sends a line to its standard input. */
    public void send(String line) {
        input.put(line);
    }

    /**
     * Kills its process as {@code kill -9} does, and returns when all that it said before is told.
     *
     * @return when it ended by the engine's wall clock; null if the engine does not say
     */
    @Nullable
    public Instant kill() {
        docker.ask("kill the container of " + name, client.killContainerCmd(id)::exec);
        awaitEnd();
        return finished(state());
    }

    @Nullable
    private static Instant finished(ContainerState state) {
        try {
            return state.getFinishedAt() == null ? null : Instant.parse(state.getFinishedAt());
        } catch (DateTimeParseException unknown) {
            return null;
        }
    }

    /**
     * Stops every thread of it where it stands, until {@link #unpause}.
     *
     * @return whether the engine confirms it
     */
    public boolean pause() {
        docker.ask("pause the container of " + name, client.pauseContainerCmd(id)::exec);
        return Boolean.TRUE.equals(state().getPaused());
    }

    /** Lets it go on. */
    public void unpause() {
        docker.ask("unpause the container of " + name, client.unpauseContainerCmd(id)::exec);
    }

    private ContainerState state() {
        return docker.ask("inspect the container of " + name, client.inspectContainerCmd(id)::exec)
                .getState();
    }

    /** Waits until all that it said is told, for a while. */
    public void awaitEnd() {
        try {
            if (!streamsEnded.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new DockerTrouble("the container of " + name + " does not end: look at it with docker inspect "
                        + id.substring(0, 12));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Why it ended when nobody wanted it to, as a sentence. */
    public String obituary() {
        if (!docker.answers()) {
            return "Docker at " + docker.host() + " stopped answering in the middle of the run: start it and run again";
        }
        Long code = state().getExitCodeLong();
        return "the container of " + name + " ended by itself with exit code " + code
                + (lastError.isEmpty() ? "" : " and the last words: " + lastError);
    }

    /** What comes out of the container. */
    private final class Streams extends ResultCallback.Adapter<Frame> {
        private final LineSplitter out = new LineSplitter(listener::line);
        private final LineSplitter err = new LineSplitter(this::complained);

        private void complained(String line) {
            LOG.debug("{}: {}", name, line);
            lastError = line.isBlank() ? lastError : line.strip();
        }

        @Override
        public void onNext(Frame frame) {
            LineSplitter splitter = frame.getStreamType() == StreamType.STDERR ? err : out;
            splitter.take(frame.getPayload());
        }

        @Override
        public void onError(Throwable broken) {
            LOG.debug("the streams of {} are broken", name, broken);
            super.onError(broken);
            end();
        }

        @Override
        public void onComplete() {
            super.onComplete();
            end();
        }

        private void end() {
            input.close();
            if (streamsEnded.getCount() > 0) {
                streamsEnded.countDown();
                listener.ended();
            }
        }
    }

    /** The bytes of a line. */
    static byte[] bytes(String line) {
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
