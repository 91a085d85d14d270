package dev.sleuth.sim;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one survivor noticed.
 *
 * @param delay how long it took, in nanoseconds
 * @param fault why that does not do, told of the survivor ({@code still saw it at the end}); null if it does
 * @param line of the journal that says so, from 1
 */
record Notice(String who, long delay, @Nullable String fault, int line) {
    /**
     * One finding of what all noticed: the slowest if all is well, else the first that is at fault and how many are.
     */
    static Finding finding(List<Notice> notices, String what, String asked) {
        List<Notice> faults =
                notices.stream().filter(notice -> notice.fault() != null).toList();
        if (faults.isEmpty()) {
            Notice slowest = notices.stream()
                    .max(Comparator.comparingLong(Notice::delay))
                    .orElseThrow();
            String seen = Figures.time(slowest.delay()) + " (" + slowest.who() + ")";
            return new Finding(true, what, asked, seen, slowest.line());
        }
        Notice first = faults.get(0);
        String others = faults.size() == 1 ? "" : " (and " + (faults.size() - 1) + " more of " + notices.size() + ")";
        return new Finding(false, what, asked, first.who() + " " + first.fault() + others, first.line());
    }
}
