package dev.sleuth.dashboard.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Journal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedTest {
    private final Journal journal = new Journal();
    private final List<Entry> read = new ArrayList<>();

    private void write(int from, int until) {
        for (int i = from; i < until; i++) {
            journal.append(new Entry.Frozen(i, "peer"));
        }
    }

    @Test
    void eachEntryIsReadOnceAndInOrder() {
        write(0, 3);
        Feed feed = new Feed(journal);
        feed.drain(read::add);
        write(3, 7);
        feed.drain(read::add);
        feed.drain(read::add);

        assertThat(read).isEqualTo(journal.entries()).hasSize(7);
    }

    @Test
    void whatDidNotFitIsReadFromTheJournal() {
        Feed feed = new Feed(journal, 2);
        write(0, 5);
        feed.drain(read::add);
        write(5, 6);
        feed.drain(read::add);
        write(6, 20);
        feed.drain(read::add);

        assertThat(read).isEqualTo(journal.entries()).hasSize(20);
    }

    @Test
    void aRunThatWritesMeanwhileIsReadWholly() throws InterruptedException {
        Feed feed = new Feed(journal, 16);
        Thread run = new Thread(() -> write(0, 50_000));
        run.start();
        while (run.isAlive()) {
            feed.drain(read::add);
        }
        run.join();
        feed.drain(read::add);

        assertThat(read).isEqualTo(journal.entries()).hasSize(50_000);
    }
}
