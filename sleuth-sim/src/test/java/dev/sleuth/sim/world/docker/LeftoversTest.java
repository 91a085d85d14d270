package dev.sleuth.sim.world.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Container;
import dev.sleuth.sim.journal.Journal;
import dev.sleuth.sim.world.DockerWorld;
import dev.sleuth.sim.world.PeerSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Real containers of other processes, which end in every way. */
@Tag("docker")
@Timeout(120)
@ExtendWith(DockerAnswers.class)
class LeftoversTest {
    private Docker docker;
    private Process owner;

    /** Another harness: it starts one peer, says so, and waits. */
    public static final class OtherHarness {
        private OtherHarness() {}

        public static void main(String[] args) throws IOException {
            PeerSpec peer = new PeerSpec("lonely", "echo", null, PeerSpec.AT_WORK);
            try (DockerWorld world = DockerWorld.open(1, List.of(peer), new Journal(), System.err::println)) {
                world.start(0, peer);
                System.out.println("ready");
                System.in.read();
            }
        }
    }

    @BeforeEach
    void anotherHarnessRuns() throws IOException {
        docker = Docker.connect(System.getenv());
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        owner = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        OtherHarness.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said = new BufferedReader(new InputStreamReader(owner.getInputStream(), StandardCharsets.UTF_8));
        assertThat(said.readLine()).isEqualTo("ready");
        assertThat(containers()).hasSize(1);
        assertThat(networks()).isEqualTo(1);
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        owner.destroyForcibly().waitFor();
        Leftovers.remove(docker, Owner.self());
        assertThat(containers()).isEmpty();
        assertThat(networks()).isZero();
        docker.close();
    }

    private List<Container> containers() {
        return docker.client()
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(label())
                .exec();
    }

    private long networks() {
        return docker.client()
                .listNetworksCmd()
                .withFilter("label", label())
                .exec()
                .size();
    }

    private List<String> label() {
        return List.of("dev.sleuth.owner.pid=" + owner.pid());
    }

    @Test
    @SuppressWarnings("try") // That it was opened is what matters.
    void a_living_owner_keeps_what_it_has_and_a_killed_ones_is_removed_by_the_next_start() throws Exception {
        Fleet another = Fleet.open(docker, "no-image-is-needed", "test1");
        try {
            assertThat(containers())
                    .singleElement()
                    .extracting(Container::getState)
                    .isEqualTo("running");

            owner.destroyForcibly().waitFor();
            assertThat(containers()).as("kill -9 leaves it").hasSize(1);
            Fleet.open(docker, "no-image-is-needed", "test2").close();
            assertThat(containers()).isEmpty();
            assertThat(networks()).isZero();
            assertThat(networksCalled("sleuth-test1")).as("a third one's").isOne();
        } finally {
            another.close();
        }
        assertThat(networksCalled("sleuth-test")).isZero();
    }

    private long networksCalled(String name) {
        return docker.client().listNetworksCmd().withNameFilter(name).exec().size();
    }

    @Test
    void an_owner_that_is_told_to_end_takes_all_with_it() throws Exception {
        owner.destroy(); // SIGTERM
        assertThat(owner.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(containers()).isEmpty();
        assertThat(networks()).isZero();
    }

    @Test
    void an_owner_that_closes_takes_all_with_it() throws Exception {
        owner.getOutputStream().close();
        assertThat(owner.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(owner.exitValue()).isZero();
        assertThat(containers()).isEmpty();
        assertThat(networks()).isZero();
    }
}
