package dev.sleuth.sim.world.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.sim.world.docker.Owner.Fate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerTest {
    private static final Owner HERE = new Owner("boot-1", "pid:[1]", 10, "100");
    private static final Owner OTHER = new Owner("boot-1", "pid:[1]", 77, "5000");

    @TempDir
    private Path proc;

    @BeforeEach
    void aProcessRuns() throws IOException {
        process(77, "5000");
    }

    private void process(long pid, String start) throws IOException {
        Path folder = Files.createDirectories(proc.resolve(Long.toString(pid)));
        Files.writeString(
                folder.resolve("stat"),
                pid + " (ja va) x) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 " + start + " 20 21");
    }

    private Fate fate(Owner owner) {
        return owner.seenBy(HERE, true, proc);
    }

    @Test
    void whoever_runs_is_alive() {
        assertThat(fate(OTHER)).isEqualTo(Fate.ALIVE);
    }

    @Test
    void whoever_runs_no_more_is_dead() {
        assertThat(fate(new Owner("boot-1", "pid:[1]", 78, "5000"))).isEqualTo(Fate.DEAD);
    }

    @Test
    void somebody_else_with_the_same_process_id_is_not_the_owner() throws IOException {
        process(77, "9999");
        assertThat(fate(OTHER)).isEqualTo(Fate.DEAD);
    }

    @Test
    void nobody_outlives_a_boot() {
        assertThat(fate(new Owner("boot-0", "pid:[1]", 77, "5000"))).isEqualTo(Fate.DEAD);
    }

    @Test
    void of_another_machine_or_another_process_namespace_nothing_is_known() {
        assertThat(new Owner("boot-0", "pid:[1]", 77, "5000").seenBy(HERE, false, proc))
                .isEqualTo(Fate.UNKNOWN);
        assertThat(fate(new Owner("boot-1", "pid:[2]", 78, "5000"))).isEqualTo(Fate.UNKNOWN);
    }

    @Test
    void an_owner_can_be_read_off_the_labels() {
        assertThat(Owner.of(OTHER.labels())).isEqualTo(OTHER);
        assertThat(Labels.of("run-1", OTHER))
                .containsEntry("dev.sleuth.run", "run-1")
                .containsAllEntriesOf(OTHER.labels());
    }

    @Test
    void labels_of_nobody_name_no_owner() {
        assertThat(Owner.of(Map.of())).isNull();
        assertThat(Owner.of(Map.of("dev.sleuth.owner.pid", "x", "dev.sleuth.owner.boot", "b")))
                .isNull();
    }

    @Test
    void this_process_is_alive() {
        assertThat(Owner.self().seenBy(Owner.self(), true)).isEqualTo(Fate.ALIVE);
    }
}
