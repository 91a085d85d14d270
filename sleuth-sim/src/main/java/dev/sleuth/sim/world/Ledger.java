package dev.sleuth.sim.world;

import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Log;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Puts what comes from several containers into one journal, causes before effects. When a container is killed, the
 * others may tell of it before the engine has said when it was: what they write waits until then. For any number of
 * threads.
 */
final class Ledger implements Log {
    private final Log journal;
    private final Queue<Entry> waiting = new ArrayDeque<>();
    private boolean held;

    Ledger(Log journal) {
        this.journal = journal;
    }

    @Override
    public synchronized void append(Entry entry) {
        if (held) {
            waiting.add(entry);
        } else {
            journal.append(entry);
        }
    }

    /** Writes an entry down at once, before those that wait. */
    synchronized void first(Entry entry) {
        journal.append(entry);
    }

    /** Lets everything wait, except what is written as {@link #first}. */
    synchronized void hold() {
        held = true;
    }

    /** Lets in what has waited. */
    synchronized void release() {
        held = false;
        for (Entry entry = waiting.poll(); entry != null; entry = waiting.poll()) {
            journal.append(entry);
        }
    }
}
