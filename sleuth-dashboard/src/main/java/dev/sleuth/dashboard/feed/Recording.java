package dev.sleuth.dashboard.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sleuth.dashboard.model.Cast;
import dev.sleuth.dashboard.model.Picture.Finding;
import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@code ./sleuth run --out DIR} wrote. */
public final class Recording {
    private static final JsonMapper JSON = new JsonMapper();

    private Recording() {}

    /**
     * Reads a journal and, if it is there, the {@code result.json} beside it.
     *
     * @throws IOException with a sentence that names the file
     */
    public static Replay read(Path journal) throws IOException {
        List<Entry> entries;
        try {
            entries = Journal.read(journal).entries();
        } catch (NoSuchFileException e) {
            throw new IOException(journal + ": there is no such file; ./sleuth run --out DIR writes one", e);
        }
        if (entries.isEmpty()) {
            throw new IOException(journal + ": this is empty, there is nothing to be seen");
        }
        Path result = journal.resolveSibling("result.json");
        return Files.isRegularFile(result)
                ? withResult(journal, entries, result)
                : new Replay(Cast.of(String.valueOf(journal.getFileName()), entries), entries, List.of());
    }

    private static Replay withResult(Path journal, List<Entry> entries, Path result) throws IOException {
        JsonNode read;
        try {
            read = JSON.readTree(result.toFile());
        } catch (JsonProcessingException e) {
            throw new IOException(result + ": this is no JSON; take it away or put the run's own there", e);
        }
        List<Finding> findings = new ArrayList<>();
        for (JsonNode finding : read.path("findings")) {
            findings.add(new Finding(
                    finding.path("passed").asBoolean(),
                    finding.path("what").asText(),
                    finding.path("seen").asText()));
        }
        String title = read.path("scenario").asText(String.valueOf(journal.getFileName()));
        return new Replay(Cast.of(title, entries), entries, findings);
    }
}
