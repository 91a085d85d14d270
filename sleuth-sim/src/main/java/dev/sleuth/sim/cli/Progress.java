package dev.sleuth.sim.cli;

import dev.sleuth.sim.journal.Entry;

/** Shows how far a run is. Entries may come from any thread, as the journal tells them. */
interface Progress extends AutoCloseable {
    /** Something happened in the run. */
    void accept(Entry entry);

    /** The run is over; leaves the screen ready for the next line. */
    @Override
    void close();

    /**
     * Begins to show a run.
     *
     * @param lasts how long the run is planned to last, in nanoseconds
     */
    static Progress on(Terminal terminal, long lasts) {
        return terminal.live() ? StatusLine.start(terminal, lasts) : new StepLines(terminal.out());
    }
}
