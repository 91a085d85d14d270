package dev.sleuth.sim;

import java.util.Collection;

/** What somebody may have meant. */
final class Nearest {
    /** A longer list helps nobody. */
    private static final int SHOWN = 12;

    private Nearest() {}

    /** {@code did you mean crash? Known are crash, leave}; names the nearest only if it is near. */
    static String hint(String word, Collection<String> known) {
        String best = null;
        int least = Math.max(1, (word.length() + 1) / 3) + 1;
        for (String candidate : known) {
            int distance = word.length() > 40 ? least : distance(word, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        String list = String.join(", ", known.stream().limit(SHOWN).toList());
        String more = known.size() > SHOWN ? " and " + (known.size() - SHOWN) + " more" : "";
        return (best == null ? "known are " : "did you mean " + best + "? Known are ") + list + more;
    }

    /** How many letters have to be added, dropped or changed (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
