package dev.sleuth.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is left of a run: a text for people and three files for machines. */
public final class Report {
    private final Run run;

    public Report(Run run) {
        this.run = run;
    }

    /**
     * The findings, one below the other, and the verdict; ends with a newline.
     *
     * @param colour whether ANSI colours may be in it
     * @param columns how wide a line may be; taken as at least 60 and at most 100
     */
    public String text(boolean colour, int columns) {
        return TextReport.of(run, colour, columns);
    }

    /**
     * Writes {@code junit.xml}, {@code result.json} and {@code journal.jsonl}; files of the same names are replaced.
     *
     * @param directory is made if it is not there
     */
    public void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("junit.xml"), JunitReport.of(run));
        Files.writeString(directory.resolve("result.json"), JsonReport.of(run));
        run.journal().write(directory.resolve("journal.jsonl"));
    }
}
