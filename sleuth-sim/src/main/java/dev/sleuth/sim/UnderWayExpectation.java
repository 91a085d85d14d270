package dev.sleuth.sim;

import dev.sleuth.sim.journal.Entry.Called;
import dev.sleuth.sim.journal.Journal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * {@code {under-way: 500, of: echo-service}}: at no time do more calls than that wait for their answers, from when they
 * were planned. What waits is what takes memory. Also {@code from}, {@code until}.
 */
record UnderWayExpectation(String service, long most, Window window) implements Expectation {
    private static final String KEY = "under-way";
    static final Kind<Expectation> KIND = new Kind<>(KEY, List.of("of", "from", "until"), UnderWayExpectation::read);

    private static Expectation read(Fields fields, Plan plan) {
        long most = fields.get(KEY).whole(1, Integer.MAX_VALUE);
        String service = plan.calledService(fields.get("of"));
        return new UnderWayExpectation(service, most, Window.read(fields, plan));
    }

    @Override
    public List<Finding> check(Journal journal) {
        String what = "at most " + Figures.count(most, "call") + " of " + service + window.text()
                + (most == 1 ? " is" : " are") + " under way at a time";
        String asked = "at most " + Figures.count(most, "call");
        List<Called> calls = new ArrayList<>(window.calls(journal, service));
        if (calls.isEmpty()) {
            return List.of(new Finding(false, what, asked, "nothing to judge: there was no call", 0));
        }
        calls.sort(Comparator.comparingLong(Called::planned));
        PriorityQueue<Long> ends = new PriorityQueue<>();
        int peak = 0;
        Called at = calls.get(0);
        for (Called call : calls) {
            while (!ends.isEmpty() && ends.peek() <= call.planned()) {
                ends.remove();
            }
            ends.add(call.at());
            if (ends.size() > peak) {
                peak = ends.size();
                at = call;
            }
        }
        String seen = Figures.count(peak, "call") + " at " + Figures.time(at.planned());
        return List.of(new Finding(peak <= most, what, asked, seen, peak <= most ? 0 : Window.line(journal, at)));
    }
}
