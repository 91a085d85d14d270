package dev.sleuth;

import dev.sleuth.rpc.Observation;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What came in and was not taken. All of it is counted by reason. It is logged at most once a second per reason, with
 * how many were left unsaid, and the listener is told of so many in a second: a flood must neither fill the log nor
 * displace what the listener waits for. Any thread may come.
 */
final class Rejections {
    /** Where it is said. Must not block. */
    interface Voice {
        /** @param logged what the log is to say of it; empty if nothing */
        void tell(Observation.Rejected rejected, String logged);
    }

    /** Of each reason, in a second. */
    static final int MOST_TOLD = 100;

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int MOST_LETTERS = 200;

    private final Map<String, Reason> reasons = new ConcurrentHashMap<>();
    private final Voice voice;

    Rejections(Voice voice) {
        this.voice = voice;
    }

    void rejected(Observation.Rejected rejected) {
        reasons.computeIfAbsent(rejected.reason(), word -> new Reason()).happened(rejected);
    }

    /** How many of each reason there have been, by name. */
    SortedMap<String, Long> counts() {
        SortedMap<String, Long> counts = new TreeMap<>();
        reasons.forEach((word, reason) -> counts.put(word, reason.count.get()));
        return counts;
    }

    /** How many of one reason there have been. */
    long count(String word) {
        Reason reason = reasons.get(word);
        return reason == null ? 0 : reason.count.get();
    }

    private final class Reason {
        final AtomicLong count = new AtomicLong();
        /** When the last line was logged. */
        private long said;

        private int inSecond;
        private long unsaid;

        synchronized void happened(Observation.Rejected rejected) {
            boolean isFirst = count.getAndIncrement() == 0;
            String line = "";
            if (isFirst || rejected.at() - said >= SECOND) {
                line = line(rejected, unsaid);
                said = rejected.at();
                inSecond = 0;
                unsaid = 0;
            } else {
                unsaid++;
            }
            if (inSecond++ < MOST_TOLD) {
                voice.tell(rejected, line);
            }
        }
    }

    private static String line(Observation.Rejected rejected, long unsaid) {
        String from = rejected.from() == null
                ? "somebody unknown"
                : "peer " + rejected.from().name();
        String more = unsaid == 0 ? "" : "; " + unsaid + " more of this reason since the last such line";
        return "not taken (" + rejected.reason() + ") from " + from + ": " + harmless(rejected.detail()) + more;
    }

    /** Part of it comes from a stranger, who must not write lines of his own, or long ones, into the log. */
    private static String harmless(String text) {
        String whole = text.length() <= MOST_LETTERS ? text : text.substring(0, MOST_LETTERS) + "...";
        return whole.replaceAll("\\p{C}", "?");
    }
}
