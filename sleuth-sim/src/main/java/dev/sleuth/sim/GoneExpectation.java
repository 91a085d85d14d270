package dev.sleuth.sim;

import dev.sleuth.sim.Plan.Moment;
import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Journal;
import dev.sleuth.sim.journal.Sightings.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code {gone: echo-1, within: 100ms}}: every survivor that saw the peer stops seeing it in time after its crash,
 * leave or freeze, and does not see it again before it is back. {@link Witnesses} says who is a survivor.
 *
 * @param step the number of the step that ends or freezes it
 * @param how that step's key
 * @param within nanoseconds
 */
record GoneExpectation(String peer, int step, String how, long within) implements Expectation {
    static final Kind<Expectation> KIND = new Kind<>("gone", List.of("within", "at"), GoneExpectation::read);

    private static Expectation read(Fields fields, Plan plan) {
        Moment moment = plan.pick(fields, "gone", List.of("crash", "leave", "freeze"));
        long within = plan.judged(fields.get("within"), moment.at());
        return new GoneExpectation(moment.peer(), moment.step(), moment.what(), within);
    }

    @Override
    public List<Finding> check(Journal journal) {
        List<Entry> entries = journal.entries();
        String noun = how.equals("leave") ? "leaving" : how.equals("freeze") ? "freezing" : "crash";
        String asked = Figures.exactTime(within);
        String what = peer + " is gone at every survivor within " + asked + " of its " + noun;
        Optional<Witnesses> found = Witnesses.of(entries, step, peer, within, this::ends);
        if (found.isEmpty()) {
            return List.of(
                    new Finding(false, what, asked, "nothing to judge: the journal has no " + how + " of " + peer, 0));
        }
        Witnesses witnesses = found.get();
        long back = back(entries, witnesses.line());
        List<Notice> notices = new ArrayList<>();
        for (String survivor : witnesses.names()) {
            if (witnesses.sightings().before(survivor, witnesses.line()) > 0) {
                notices.add(notice(witnesses, survivor, back));
            }
        }
        if (notices.isEmpty()) {
            String seen = witnesses.names().isEmpty() ? "there was no survivor" : "no survivor saw " + peer + " before";
            return List.of(new Finding(false, what, asked, "nothing to judge: " + seen, witnesses.line()));
        }
        return List.of(Notice.finding(notices, what, asked));
    }

    private boolean ends(Entry entry) {
        return (entry instanceof Entry.Down down && down.peer().equals(peer))
                || (entry instanceof Entry.Frozen frozen && frozen.peer().equals(peer));
    }

    /** When the peer is back by right, so that seeing it is no fault any more. */
    private long back(List<Entry> entries, int line) {
        for (Entry entry : entries.subList(line, entries.size())) {
            if ((entry instanceof Entry.Up up && up.peer().equals(peer))
                    || (entry instanceof Entry.Thawed thawed && thawed.peer().equals(peer))) {
                return entry.at();
            }
        }
        return Long.MAX_VALUE;
    }

    private Notice notice(Witnesses witnesses, String survivor, long back) {
        @Nullable Change lost = null;
        for (Change change : witnesses.sightings().after(survivor, witnesses.line())) {
            if (lost == null && change.count() == 0) {
                lost = change;
            } else if (lost != null && change.count() > 0 && change.at() < back) {
                String delay = Figures.time(change.at() - witnesses.origin());
                return new Notice(
                        survivor, 0, "saw it again after " + delay + ", though it was not back", change.line());
            }
        }
        if (lost == null) {
            return new Notice(survivor, 0, "still saw it at the end", witnesses.line());
        }
        long delay = Math.max(0, lost.at() - witnesses.origin());
        String late = "saw it for " + Figures.timeBeside(delay, within) + ", until " + Figures.time(lost.at());
        return new Notice(survivor, delay, delay > within ? late : null, lost.line());
    }
}
