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
 * {@code {back: echo-1, within: 1s}}: every survivor sees the peer in time after its restart or the end of its freeze,
 * and still does when the time is over. What counts is when it came to stay. A survivor that never lost a frozen peer
 * is content; if none lost it there was nothing to judge. {@link Witnesses} says who is a survivor. What the peer
 * itself sees is judged by {@code views}: after a freeze its own view is old for a while.
 *
 * @param step the number of the step that restarts or freezes it
 * @param how that step's key
 * @param within nanoseconds
 */
record BackExpectation(String peer, int step, String how, long within) implements Expectation {
    static final Kind<Expectation> KIND = new Kind<>("back", List.of("within", "at"), BackExpectation::read);

    private static Expectation read(Fields fields, Plan plan) {
        Moment moment = plan.pick(fields, "back", List.of("restart", "freeze"));
        long within = plan.judged(fields.get("within"), moment.until());
        return new BackExpectation(moment.peer(), moment.step(), moment.what(), within);
    }

    @Override
    public List<Finding> check(Journal journal) {
        List<Entry> entries = journal.entries();
        String asked = Figures.exactTime(within);
        String after = how.equals("freeze") ? "the end of its freeze" : "its restart";
        String what = peer + " is back at every survivor within " + asked + " of " + after;
        Optional<Witnesses> found = Witnesses.of(entries, step, peer, within, this::returns);
        if (found.isEmpty()) {
            String seen = "nothing to judge: the journal does not have " + after;
            return List.of(new Finding(false, what, asked, seen, 0));
        }
        Witnesses witnesses = found.get();
        List<Notice> notices =
                witnesses.names().stream().map(name -> notice(witnesses, name)).toList();
        if (notices.isEmpty()) {
            return List.of(
                    new Finding(false, what, asked, "nothing to judge: there was no survivor", witnesses.line()));
        }
        if (how.equals("freeze") && witnesses.names().stream().allMatch(name -> neverLost(witnesses, name))) {
            String seen = "nothing to judge: no survivor had lost " + peer;
            return List.of(new Finding(false, what, asked, seen, witnesses.line()));
        }
        return List.of(Notice.finding(new ArrayList<>(notices), what, asked));
    }

    private boolean returns(Entry entry) {
        return how.equals("freeze")
                ? entry instanceof Entry.Thawed thawed && thawed.peer().equals(peer)
                : entry instanceof Entry.Up up && up.peer().equals(peer);
    }

    private boolean neverLost(Witnesses witnesses, String survivor) {
        return witnesses.sightings().before(survivor, witnesses.line()) > 0
                && witnesses.sightings().after(survivor, witnesses.line()).stream()
                        .noneMatch(change -> change.at() <= witnesses.origin() + within);
    }

    private Notice notice(Witnesses witnesses, String survivor) {
        int before = witnesses.sightings().before(survivor, witnesses.line());
        // After a restart an old sighting is one of the former self: only a new one counts.
        @Nullable
        Change since =
                how.equals("freeze") && before > 0 ? new Change(witnesses.origin(), witnesses.line(), before) : null;
        @Nullable Change late = null;
        @Nullable Change lost = null;
        for (Change change : witnesses.sightings().after(survivor, witnesses.line())) {
            boolean inTime = change.at() <= witnesses.origin() + within;
            if (inTime && change.count() == 0) {
                lost = since == null ? lost : change;
                since = null;
            } else if (inTime && change.count() > before && since == null) {
                since = change;
            } else if (!inTime && since == null && late == null && change.count() > before) {
                late = change;
            }
            before = change.count();
        }
        if (since != null) {
            return new Notice(survivor, Math.max(0, since.at() - witnesses.origin()), null, since.line());
        }
        if (late != null) {
            String delay = Figures.timeBeside(late.at() - witnesses.origin(), within);
            return new Notice(
                    survivor, 0, "saw it only after " + delay + ", at " + Figures.time(late.at()), late.line());
        }
        return lost != null
                ? new Notice(survivor, 0, "saw it and lost it again at " + Figures.time(lost.at()), lost.line())
                : new Notice(survivor, 0, "did not see it again", witnesses.line());
    }
}
