package dev.sleuth.dashboard.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.sleuth.dashboard.model.Picture;
import dev.sleuth.dashboard.model.Picture.State;
import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
    private static final long S = 1_000_000_000;

    @TempDir
    private Path folder;

    private Path journal() throws IOException {
        Path file = folder.resolve("journal.jsonl");
        Journal.of(List.of(
                        new Entry.Up(0, "echo", "E", "echo-service", "1"),
                        new Entry.Stepped(2 * S, 1, "echo crashes"),
                        new Entry.Down(2 * S, "echo", "crash"),
                        new Entry.Ended(5 * S)))
                .write(file);
        return file;
    }

    private static State stateAt(Replay replay, long at) {
        replay.player().seek(at);
        return replay.frame(0).peers().get(0).state();
    }

    @Test
    void itIsWhatItWasAtAnyTimeForwardsAndBack() throws IOException {
        Replay replay = Recording.read(journal());

        assertThat(stateAt(replay, S)).isEqualTo(State.UP);
        assertThat(stateAt(replay, 3 * S)).isEqualTo(State.DOWN);
        assertThat(stateAt(replay, S)).isEqualTo(State.UP);
        assertThat(stateAt(replay, 2 * S)).isEqualTo(State.DOWN);
    }

    @Test
    void stepsToComeAreKnownFromTheStart() throws IOException {
        Picture first = Recording.read(journal()).frame(0);

        assertThat(first.steps()).containsExactly(Picture.Step.planned(1, 2 * S, "echo crashes"));
        assertThat(first.lasts()).isEqualTo(5 * S);
    }

    @Test
    void findingsAreShownAtTheEndIfTheyAreBesideTheJournal() throws IOException {
        Path journal = journal();
        Files.writeString(
                folder.resolve("result.json"),
                "{\"scenario\":\"story\",\"findings\":[{\"passed\":false,\"what\":\"calm\",\"seen\":\"storm\"}]}");
        Replay replay = Recording.read(journal);

        assertThat(replay.frame(0).title()).isEqualTo("story");
        assertThat(replay.frame(0).findings()).isEmpty();
        replay.player().seek(5 * S);
        assertThat(replay.frame(0).findings()).containsExactly(new Picture.Finding(false, "calm", "storm"));
    }

    @Test
    void whatCannotBeReadIsRefusedWithItsPlace() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.jsonl"));
        Path wrong = Files.writeString(folder.resolve("wrong.jsonl"), "hello\n");
        Path journal = journal();
        Path result = Files.writeString(folder.resolve("result.json"), "{");

        assertThatIOException()
                .isThrownBy(() -> Recording.read(empty))
                .withMessageStartingWith(empty + ": this is empty");
        assertThatIOException().isThrownBy(() -> Recording.read(wrong)).withMessageStartingWith(wrong + ", line 1: ");
        assertThatIOException()
                .isThrownBy(() -> Recording.read(folder.resolve("none")))
                .withMessageContaining("there is no such file");
        assertThatIOException().isThrownBy(() -> Recording.read(journal)).withMessageStartingWith(result + ": ");
    }
}
