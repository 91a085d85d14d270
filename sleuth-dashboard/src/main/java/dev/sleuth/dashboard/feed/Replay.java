package dev.sleuth.dashboard.feed;

import dev.sleuth.dashboard.model.Cast;
import dev.sleuth.dashboard.model.JournalModel;
import dev.sleuth.dashboard.model.Picture;
import dev.sleuth.dashboard.model.Picture.Finding;
import dev.sleuth.sim.journal.Entry;
import java.util.List;

/** A run of long ago. */
public final class Replay implements Show {
    private final Cast cast;
    private final List<Entry> entries;
    private final List<Finding> findings;
    private final Player player;
    private JournalModel model;
    private int next;
    private long shown;

    /**
     * A recording, at its start.
     *
     * @param findings what the run came to, shown at its end; empty if that is not known
     */
    public Replay(Cast cast, List<Entry> entries, List<Finding> findings) {
        this.cast = cast;
        this.entries = List.copyOf(entries);
        this.findings = List.copyOf(findings);
        // Calls that were under way at the end ended after it.
        long last = this.entries.stream().mapToLong(Entry::at).max().orElse(0);
        this.player = new Player(Math.max(cast.lasts(), last));
        this.model = new JournalModel(cast);
    }

    @Override
    public Picture frame(long now) {
        long at = player.at(now);
        if (at < shown) {
            model = new JournalModel(cast);
            next = 0;
        }
        shown = at;
        // In the order of the journal: an entry that is earlier than the one before it comes with that one.
        while (next < entries.size() && entries.get(next).at() <= at) {
            model.apply(entries.get(next++));
        }
        model.judged(next == entries.size() ? findings : List.of());
        return model.picture(at);
    }

    @Override
    public Player player() {
        return player;
    }

    @Override
    public void close() {}
}
