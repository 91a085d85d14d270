package dev.sleuth.sim.journal;

/** Where entries are written. May be used by many threads. */
public interface Log {
    /** Writes an entry down, after all that were written before. */
    void append(Entry entry);
}
