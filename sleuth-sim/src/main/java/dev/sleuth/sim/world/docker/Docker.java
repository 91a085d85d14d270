package dev.sleuth.sim.world.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Info;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.dockerclient.EnvironmentAndSystemPropertyClientProviderStrategy;
import org.testcontainers.dockerclient.InvalidConfigurationException;
import org.testcontainers.dockerclient.TransportConfig;

/**
 * The Docker engine of this machine. For any number of threads.
 *
 * <p>Testcontainers brings the client and reads {@code DOCKER_HOST} and its like. Its own search for an engine is not
 * used, since it would rather take the one that it wrote into the home directory last time than the one that the
 * environment names; nor is its reaper, whose image would have to be fetched from elsewhere.
 */
public final class Docker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Docker.class);
    /** Those that the client can speak. */
    private static final List<String> SCHEMES = List.of("unix", "tcp", "http", "https");

    private static final URI USUAL = URI.create("unix:///var/run/docker.sock");

    private final URI host;
    private final DockerClient client;

    private Docker(URI host, DockerClient client) {
        this.host = host;
        this.client = client;
    }

    /**
     * Finds the engine and asks it who it is.
     *
     * @param environment the process's
     * @throws DockerTrouble if it does not answer, does not let us in, or cannot run what runs here
     */
    public static Docker connect(Map<String, String> environment) {
        TransportConfig place = place(environment);
        Docker docker = new Docker(place.getDockerHost(), DockerClientProviderStrategy.getClientForConfig(place));
        try {
            docker.checkKind(docker.ask("say what it is", docker.client.infoCmd()::exec));
            return docker;
        } catch (DockerTrouble trouble) {
            docker.close();
            throw trouble;
        }
    }

    private static TransportConfig place(Map<String, String> environment) {
        String wanted = environment.getOrDefault("DOCKER_HOST", "");
        if (!wanted.isBlank()) {
            return named(wanted);
        }
        Path rootless = Path.of(environment.getOrDefault("XDG_RUNTIME_DIR", "/nowhere"), "docker.sock");
        boolean usual = Files.exists(Path.of(USUAL.getPath())) || !Files.exists(rootless);
        return TransportConfig.builder()
                .dockerHost(usual ? USUAL : URI.create("unix://" + rootless))
                .build();
    }

    private static TransportConfig named(String wanted) {
        try {
            if (SCHEMES.contains(String.valueOf(URI.create(wanted).getScheme()))) {
                return fromEnvironment();
            }
            throw new IllegalArgumentException(wanted + " begins with none of " + SCHEMES);
        } catch (IllegalArgumentException | InvalidConfigurationException wrong) {
            throw new DockerTrouble(
                    "DOCKER_HOST is '" + wanted + "', which is no address of a Docker engine: write one such as "
                            + USUAL + ", or use --world jvm",
                    wrong);
        }
    }

    /** With TLS, if the environment wants it. The strategy is marked as deprecated only so that nobody extends it. */
    @SuppressWarnings("deprecation")
    private static TransportConfig fromEnvironment() throws InvalidConfigurationException {
        return new EnvironmentAndSystemPropertyClientProviderStrategy().getTransportConfig();
    }

    /** The image is made of this machine's own Java, so the engine has to be able to run that. */
    private void checkKind(Info info) {
        String system = System.getProperty("os.name");
        if (!"Linux".equals(system)) {
            throw new DockerTrouble("the docker world takes this machine's own Java into its containers, and what runs"
                    + " on " + system + " does not run there: use --world jvm");
        }
        String ours = architecture(System.getProperty("os.arch"));
        String theirs = architecture(String.valueOf(info.getArchitecture()));
        if (!ours.equals(theirs)) {
            throw new DockerTrouble("the docker world takes this machine's own Java (" + ours
                    + ") into its containers, and Docker at " + host + " runs " + theirs
                    + ": use one of the same kind, or --world jvm");
        }
    }

    static String architecture(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            default -> lower;
        };
    }

    /** Where the engine is: {@code unix:///var/run/docker.sock}. */
    public URI host() {
        return host;
    }

    /** Whether it runs on this machine's own kernel. */
    boolean isLocal() {
        return "unix".equals(host.getScheme());
    }

    DockerClient client() {
        return client;
    }

    /**
     * Asks the engine something, and puts what goes wrong into a sentence.
     *
     * @param what the engine is asked to do, as in "Docker cannot .."
     */
    <T> T ask(String what, Supplier<T> question) {
        try {
            return question.get();
        } catch (DockerTrouble known) {
            throw known;
        } catch (RuntimeException thrown) {
            LOG.debug("Docker cannot {}", what, thrown);
            throw new DockerTrouble(Sentences.of(host, what, thrown), thrown);
        }
    }

    /** Whether it still answers. */
    boolean answers() {
        try {
            client.pingCmd().exec();
            return true;
        } catch (RuntimeException silent) {
            LOG.debug("no answer to a ping", silent);
            return false;
        }
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
