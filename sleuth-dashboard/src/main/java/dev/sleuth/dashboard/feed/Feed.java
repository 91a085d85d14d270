package dev.sleuth.dashboard.feed;

import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Journal;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/**
 * Brings a journal's entries from the threads of a run to the one that draws, each once and in order. It never holds up
 * the run: what does not fit into its queue, because nobody has drawn for long, is looked up in the journal afterwards.
 */
final class Feed {
    private static final int ROOM = 16_384;

    private record Item(long number, Entry entry) {}

    private final Journal journal;
    private final BlockingQueue<Item> queue;
    /** Entries that the journal has told; written under the journal's lock. */
    private volatile long told;
    /** The number of the entry that comes next; the reader's. */
    private long next;

    Feed(Journal journal) {
        this(journal, ROOM);
    }

    Feed(Journal journal, int room) {
        this.journal = journal;
        this.queue = new ArrayBlockingQueue<>(room);
        journal.listen(this::tell);
    }

    // Only one thread at a time writes: the journal's lock is held.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void tell(Entry entry) {
        queue.offer(new Item(told, entry));
        told = told + 1;
    }

    /** Hands over what has come since the last time, on the calling thread; to be called by one thread only. */
    void drain(Consumer<Entry> reader) {
        long until = told;
        for (Item item = queue.peek(); item != null && item.number() <= next; item = queue.peek()) {
            queue.poll();
            if (item.number() == next) {
                next++;
                reader.accept(item.entry());
            }
        }
        if (next < until) {
            List<Entry> entries = journal.entries();
            entries.subList((int) next, entries.size()).forEach(reader);
            next = entries.size();
        }
    }
}
