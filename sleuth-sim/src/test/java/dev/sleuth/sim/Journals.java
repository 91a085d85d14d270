package dev.sleuth.sim;

import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Entry.Called;
import dev.sleuth.sim.journal.Journal;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/**
 * Journals made by hand: {@code "0 up a; 5 a sees b; 3000 step 1; 3000 crash b"}, times in milliseconds. A call reads
 * {@code "12 answer b to a since 10"}, or {@code fail} or {@code refuse} in place of {@code answer}. {@code "1 held a
 * to b for 20"}, {@code "1 executes a for caller number 7"} and {@code "1 attempts 2 of caller"} read as they are
 * written.
 */
final class Journals {
    static final String SERVICE = "echo-service";

    private Journals() {}

    static Journal of(String... texts) {
        List<Entry> entries = Arrays.stream(String.join(";", texts).split(";"))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(text -> entry(text.split(" ")))
                .toList();
        return Journal.of(entries);
    }

    static long ms(String text) {
        return new BigDecimal(text).movePointRight(6).longValueExact();
    }

    private static Entry entry(String[] words) {
        long at = ms(words[0]);
        String peer = words[words.length - 1];
        return switch (words[1]) {
            case "up" -> new Entry.Up(at, peer, "id", peer.startsWith("caller") ? null : SERVICE, null);
            case "step" -> new Entry.Stepped(at, Integer.parseInt(peer), "a step");
            case "crash", "leave" -> new Entry.Down(at, peer, words[1]);
            case "freeze" -> new Entry.Frozen(at, peer);
            case "thaw" -> new Entry.Thawed(at, peer);
            case "answer" -> new Called(at, ms(words[6]), words[4], 0, SERVICE, words[2], 200, 0, 1);
            case "fail" -> new Called(at, ms(words[6]), words[4], 0, SERVICE, words[2], 0, 920, 1);
            case "held" -> new Entry.Held(at, List.of(words[2]), List.of(words[4]), ms(words[6]));
            case "refuse" -> new Called(at, ms(words[6]), words[4], 0, SERVICE, words[2], 503, 0, 1);
            case "executes" -> new Entry.Executed(at, words[2], words[4], Long.parseLong(peer), "POST");
            case "attempts" -> new Called(at, at, words[4], 0, SERVICE, "a", 200, 0, Integer.parseInt(words[2]));
            case "hit" -> new Entry.Hit(at, Integer.parseInt(words[2]), "peer", Long.parseLong(words[3]));
            case "stall" -> new Entry.Stalled(at, ms(words[2]));
            case "end" -> new Entry.Ended(at);
            default ->
                words[2].equals("sees")
                        ? new Entry.Entered(at, words[1], peer)
                        : new Entry.Exited(at, words[1], peer, "silent");
        };
    }
}
