package dev.sleuth.sim.cli;

import dev.sleuth.sim.journal.Entry;
import java.io.PrintStream;

/** Progress for files and pipes: a line for each step. */
final class StepLines implements Progress {
    private final PrintStream out;

    StepLines(PrintStream out) {
        this.out = out;
    }

    @Override
    public void accept(Entry entry) {
        if (entry instanceof Entry.Stepped step) {
            out.println(String.format("%9s  %s", Texts.seconds(step.at()), step.story()));
        }
    }

    @Override
    public void close() {
        out.flush();
    }
}
