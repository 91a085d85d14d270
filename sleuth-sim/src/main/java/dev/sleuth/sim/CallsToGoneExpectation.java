package dev.sleuth.sim;

import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Entry.Called;
import dev.sleuth.sim.journal.Journal;
import dev.sleuth.sim.journal.Sightings;
import dev.sleuth.sim.journal.Sightings.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code {calls-to-gone: 0}}: no call is sent to a peer that its caller knows as gone: from the time at which a call
 * was to be sent until it ended, the caller saw whoever it asked last, at least for a moment.
 *
 * @param limit how many such calls there may be
 */
record CallsToGoneExpectation(long limit) implements Expectation {
    private static final String KEY = "calls-to-gone";
    static final Kind<Expectation> KIND = new Kind<>(KEY, List.of(), CallsToGoneExpectation::read);

    private static Expectation read(Fields fields, Plan plan) {
        Value place = fields.get(KEY);
        plan.requireLoad(place);
        return new CallsToGoneExpectation(place.whole(0, Integer.MAX_VALUE));
    }

    @Override
    public List<Finding> check(Journal journal) {
        List<Entry> entries = journal.entries();
        String what = "no call is sent to a peer that its caller knows as gone";
        String asked = Figures.count(limit, "call") + " at most";
        Map<String, Sightings> sightings = new LinkedHashMap<>();
        List<Integer> wrong = new ArrayList<>();
        long calls = 0;
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i) instanceof Called call && call.by() != null) {
                calls++;
                Sightings of = sightings.computeIfAbsent(call.by(), peer -> Sightings.of(entries, peer));
                if (!saw(of, call)) {
                    wrong.add(i + 1);
                }
            }
        }
        if (calls == 0) {
            return List.of(new Finding(false, what, asked, "nothing to judge: nobody was called", 0));
        }
        String seen = wrong.size() + " of " + Figures.count(calls, "call");
        if (wrong.size() <= limit) {
            return List.of(new Finding(true, what, asked, seen, 0));
        }
        Called first = (Called) entries.get(wrong.get(0) - 1);
        String example = "; the first: number " + first.number() + " of " + first.caller() + ", due at "
                + Figures.time(first.planned()) + ", to " + first.by();
        return List.of(new Finding(false, what, asked, seen + example, wrong.get(0)));
    }

    /** Whether the caller saw the one it asked at some time between. */
    private static boolean saw(Sightings sightings, Called call) {
        int count = 0;
        for (Change change : sightings.after(call.caller(), 0)) {
            if (change.at() > call.at()) {
                break;
            } else if (change.at() >= call.planned() && (count > 0 || change.count() > 0)) {
                return true;
            }
            count = change.count();
        }
        return count > 0;
    }
}
