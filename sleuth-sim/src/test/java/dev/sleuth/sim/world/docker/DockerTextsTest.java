package dev.sleuth.sim.world.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes to Docker and what comes back from it, as text. */
class DockerTextsTest {
    private static final URI HOST = URI.create("unix:///var/run/docker.sock");

    private static String sentence(Throwable thrown) {
        return Sentences.of(HOST, "make a network", thrown);
    }

    @Test
    void docker_that_is_not_there_is_to_be_started() {
        assertThat(sentence(new RuntimeException(new IOException("No such file or directory"))))
                .isEqualTo("Docker does not answer at unix:///var/run/docker.sock: start it, or use --world jvm");
    }

    @Test
    void whoever_may_not_is_told_the_group() {
        assertThat(sentence(new RuntimeException(new IOException("Permission denied"))))
                .contains("does not let", "group docker");
    }

    @Test
    void no_space_and_no_addresses_say_what_to_clear() {
        assertThat(sentence(new InternalServerErrorException("write /x: no space left on device")))
                .contains("no space left on its disk", "docker system prune");
        assertThat(sentence(new InternalServerErrorException(
                        "could not find an available, non-overlapping IPv4 address pool among the defaults")))
                .contains("no addresses left", "docker network prune");
    }

    @Test
    void what_docker_refuses_is_said_in_its_own_words() {
        assertThat(sentence(new ConflictException("Status 409: {\"message\":\"it is there\\nalready\"}\n")))
                .isEqualTo("Docker at unix:///var/run/docker.sock cannot make a network: it is there already");
    }

    @Test
    void a_place_where_nobody_answers_is_named(@TempDir Path folder) {
        assertThatThrownBy(() -> Docker.connect(Map.of("XDG_RUNTIME_DIR", folder.toString(), "DOCKER_HOST", "blah")))
                .isInstanceOf(DockerTrouble.class)
                .hasMessageContaining("DOCKER_HOST is 'blah'");
    }

    @Test
    void libraries_are_read_off_ldd_each_once_and_none_of_its_own() {
        String said = """
                /opt/java/lib/libjava.so:
                \tlinux-vdso.so.1 (0x00007f5b81baa000)
                \tlibjvm.so => not found
                \tlibjli.so => /opt/java/bin/../lib/libjli.so (0x00007f16b3309000)
                \tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f5b81991000)
                \t/lib64/ld-linux-x86-64.so.2 (0x00007f5b81bac000)
                /opt/java/bin/java:
                \tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f16b3127000)
                """;
        assertThat(Libraries.parse(said, Path.of("/opt/java")))
                .containsExactly(Path.of("/lib/x86_64-linux-gnu/libc.so.6"), Path.of("/lib64/ld-linux-x86-64.so.2"));
    }

    @Test
    void the_dockerfiles_fetch_nothing() {
        assertThat(Dockerfile.runtime()).startsWith("FROM scratch\n").contains("COPY root/ /\n");
        assertThat(Dockerfile.program("localhost/sleuth-runtime:abc", "x.Main"))
                .startsWith("FROM localhost/sleuth-runtime:abc\n")
                .contains("COPY jars/ /opt/sleuth/\n", "ENTRYPOINT [\"/opt/java/bin/java\"", "\"x.Main\"]\n");
    }

    @Test
    void the_same_contents_have_the_same_name_and_others_another(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "one");
        String name = new Fingerprint().with("x").with(file).text();
        assertThat(name)
                .hasSize(16)
                .isEqualTo(new Fingerprint().with("x").with(file).text());
        assertThat(new Fingerprint().with("xo").with("ne").text())
                .isNotEqualTo(new Fingerprint().with("x").with("one").text());
        Files.writeString(file, "two");
        assertThat(new Fingerprint().with("x").with(file).text()).isNotEqualTo(name);
    }

    @Test
    void a_program_is_the_jars_that_its_classes_come_from_packed_alike_each_time(@TempDir Path folder)
            throws IOException {
        Program program = new Program("x.Main", List.of("dev.sleuth.sim.world.PeerMain", "org.slf4j.Logger"));
        program.copyTo(folder.resolve("1"));
        program.copyTo(folder.resolve("2"));
        List<Path> jars = Program.files(folder.resolve("1"));
        assertThat(jars).hasSize(2).allMatch(jar -> jar.toString().endsWith(".jar"));
        for (Path jar : jars) {
            assertThat(jar).hasSameBinaryContentAs(folder.resolve("2").resolve(jar.getFileName()));
        }
    }

    @Test
    void lines_come_whole_wherever_they_were_cut() {
        List<String> lines = new ArrayList<>();
        LineSplitter splitter = new LineSplitter(lines::add);
        for (byte each : "één\n\ntwo\nrest".getBytes(StandardCharsets.UTF_8)) {
            splitter.take(new byte[] {each});
        }
        splitter.take("\nmore\nand".getBytes(StandardCharsets.UTF_8));
        assertThat(lines).containsExactly("één", "", "two", "rest", "more");
    }

    @Test
    void lines_are_sent_as_they_were_put_and_then_the_stream_ends() throws IOException {
        LineInput input = new LineInput();
        input.put("one");
        input.put("zwei é");
        byte[] first = new byte[2];
        assertThat(input.read(first, 0, 2)).isEqualTo(2);
        assertThat(new String(first, StandardCharsets.UTF_8)).isEqualTo("on");
        input.close();
        assertThat(new String(input.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("e\nzwei é\n");
        assertThat(input.read()).isEqualTo(-1);
    }
}
