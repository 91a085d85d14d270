package dev.sleuth.sim.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sleuth.sim.journal.Entry.Beacons;
import dev.sleuth.sim.journal.Entry.Called;
import dev.sleuth.sim.journal.Entry.Down;
import dev.sleuth.sim.journal.Entry.Ended;
import dev.sleuth.sim.journal.Entry.Entered;
import dev.sleuth.sim.journal.Entry.Executed;
import dev.sleuth.sim.journal.Entry.Exited;
import dev.sleuth.sim.journal.Entry.Frozen;
import dev.sleuth.sim.journal.Entry.Held;
import dev.sleuth.sim.journal.Entry.Hit;
import dev.sleuth.sim.journal.Entry.Stalled;
import dev.sleuth.sim.journal.Entry.Stepped;
import dev.sleuth.sim.journal.Entry.Suspected;
import dev.sleuth.sim.journal.Entry.Thawed;
import dev.sleuth.sim.journal.Entry.Up;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {
    private static final List<Entry> ALL = List.of(
            new Up(0, "echo-1", "A1", "echo-service", "1.0.0"),
            new Up(1, "caller-1", "B2", null, null),
            new Entered(2, "caller-1", "echo-1"),
            new Beacons(3, "caller-1", "echo-1", 4, 1),
            new Called(4_000, 3_000, "caller-1", 0, "echo-service", "echo-1", 200, 0, 1),
            new Called(5_000, 4_000, "caller-1", 1, "echo-service", null, 0, 920, 1),
            new Suspected(5_500, "caller-1", "echo-1", true),
            new Executed(5_600, "echo-1", "caller-1", 1, "POST"),
            new Stepped(6_000, 1, "echo-1 \"crashes\", ä"),
            new Hit(6_000, 1, "peer", 1),
            new Down(6_000, "echo-1", "crash"),
            new Exited(7_000, "caller-1", "echo-1", "refused"),
            new Frozen(8_000, "caller-1"),
            new Thawed(9_000, "caller-1"),
            new Held(9_100, List.of("echo-1"), List.of("caller-1", "caller-2"), 400),
            new Stalled(9_500, Long.MAX_VALUE),
            new Ended(10_000));

    @TempDir
    private Path directory;

    @Test
    void a_line_begins_with_its_kind_and_goes_on_in_the_order_of_the_record() throws IOException {
        assertThat(lines(Journal.of(ALL)))
                .startsWith(
                        "{\"kind\":\"up\",\"at\":0,\"peer\":\"echo-1\",\"id\":\"A1\","
                                + "\"service\":\"echo-service\",\"version\":\"1.0.0\"}",
                        "{\"kind\":\"up\",\"at\":1,\"peer\":\"caller-1\",\"id\":\"B2\",\"service\":null,\"version\":null}",
                        "{\"kind\":\"entered\",\"at\":2,\"peer\":\"caller-1\",\"seen\":\"echo-1\"}",
                        "{\"kind\":\"beacons\",\"at\":3,\"peer\":\"caller-1\",\"about\":\"echo-1\",\"heard\":4,\"lost\":1}",
                        "{\"kind\":\"called\",\"at\":4000,\"planned\":3000,\"caller\":\"caller-1\",\"number\":0,"
                                + "\"service\":\"echo-service\",\"by\":\"echo-1\",\"status\":200,\"code\":0,\"attempts\":1}");
    }

    @Test
    void every_kind_of_entry_comes_back_from_a_file_as_it_was() throws IOException {
        assertThat(ALL.stream().map(Entry::getClass).distinct()).hasSameSizeAs(Entry.class.getPermittedSubclasses());
        Path file = directory.resolve("journal.jsonl");
        Journal.of(ALL).write(file);

        Journal read = Journal.read(file);

        assertThat(read.entries()).isEqualTo(ALL);
        assertThat(read.hash()).isEqualTo(Journal.of(ALL).hash());
    }

    @Test
    void the_hash_is_the_sha256_of_the_file() throws Exception {
        Path file = directory.resolve("journal.jsonl");
        Journal.of(ALL).write(file);

        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));

        assertThat(Journal.of(ALL).hash()).isEqualTo(HexFormat.of().formatHex(digest));
    }

    @Test
    void one_nanosecond_changes_the_hash() {
        for (int i = 0; i < ALL.size(); i++) {
            List<Entry> other = new ArrayList<>(ALL);
            other.set(i, new Ended(ALL.get(i).at()));
            List<Entry> later = new ArrayList<>(ALL);
            later.set(i, new Ended(ALL.get(i).at() + 1));
            assertThat(Journal.of(later).hash()).isNotEqualTo(Journal.of(other).hash());
        }
    }

    @Test
    void listeners_get_each_entry_once_and_in_order_whoever_writes_and_whenever_they_come() throws Exception {
        Journal journal = new Journal();
        List<Entry> early = new ArrayList<>();
        List<Entry> late = new ArrayList<>();
        journal.listen(early::add);
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String peer = "echo-" + i;
            Thread writer = new Thread(() -> {
                for (int at = 0; at < 1_000; at++) {
                    journal.append(new Frozen(at, peer));
                }
            });
            writers.add(writer);
            writer.start();
        }
        journal.listen(late::add);
        for (Thread writer : writers) {
            writer.join();
        }

        assertThat(journal.entries()).hasSize(4_000);
        assertThat(early).isEqualTo(journal.entries());
        assertThat(late).isEqualTo(journal.entries());
    }

    @Test
    void a_listener_must_not_write() {
        Journal journal = new Journal();
        journal.listen(entry -> journal.append(new Ended(1)));

        assertThatThrownBy(() -> journal.append(new Ended(0))).isInstanceOf(IllegalStateException.class);
        assertThat(journal.entries()).containsExactly(new Ended(0));
    }

    @Test
    void a_view_of_the_entries_never_changes() {
        Journal journal = new Journal();
        List<Entry> before = journal.entries();
        journal.append(new Ended(0));

        assertThat(before).isEmpty();
        assertThatThrownBy(() -> journal.entries().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "nonsense",
                "[1]",
                "{\"kind\":\"ended\"}",
                "{\"kind\":\"ended\",\"at\":null}",
                "{\"kind\":\"ended\",\"at\":1.5}",
                "{\"kind\":\"ended\",\"at\":1} x",
                "{\"kind\":\"ended\",\"at\":1,\"more\":2}",
                "{\"kind\":\"strange\",\"at\":1}",
                "{\"at\":1}"
            })
    void a_line_that_is_no_entry_is_named(String line) throws IOException {
        Path file = directory.resolve("journal.jsonl");
        Files.writeString(file, "{\"kind\":\"ended\",\"at\":1}\n" + line + "\n");

        assertThatThrownBy(() -> Journal.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + ", line 2: ")
                .hasMessageContaining("no entry of a journal")
                .message()
                .hasLineCount(1);
    }

    @Test
    void a_binary_file_is_no_journal() throws IOException {
        Path file = directory.resolve("journal.jsonl");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertThatThrownBy(() -> Journal.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not text");
    }

    private List<String> lines(Journal journal) throws IOException {
        Path file = directory.resolve("journal.jsonl");
        journal.write(file);
        return Files.readAllLines(file);
    }
}
