package dev.sleuth;

import dev.sleuth.rpc.Observation;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
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
        private final Moderation lines = new Moderation(1);
        private final Moderation told = new Moderation(MOST_TOLD);

        void happened(Observation.Rejected rejected) {
            count.incrementAndGet();
            long unsaid = lines.turn(rejected.at());
            String line = unsaid == Moderation.NOT_NOW ? "" : line(rejected, unsaid);
            if (told.turn(rejected.at()) != Moderation.NOT_NOW) {
                voice.tell(rejected, line);
            }
        }
    }

    private static String line(Observation.Rejected rejected, long unsaid) {
        String from = rejected.from() == null
                ? "somebody unknown"
                : "peer " + rejected.from().name();
        String more = unsaid == 0 ? "" : "; " + unsaid + " more of this reason since the last such line";
        return "not taken (" + rejected.reason() + ") from " + from + ": " + Harmless.text(rejected.detail()) + more;
    }
}
