package dev.sleuth.sim;

import java.util.Collection;
import java.util.Locale;

/** What somebody may have meant. */
public final class Nearest {
    /** A longer list helps nobody. */
    private static final int SHOWN = 12;

    private Nearest() {}

    /** {@code did you mean crash? Known are crash, leave}; names the nearest only if it is near, in whatever case. */
    public static String hint(String word, Collection<String> known) {
        String best = null;
        int least = Math.max(1, (word.length() + 1) / 3) + 1;
        for (String candidate : known) {
            int distance = word.length() > 40 ? least : distance(lower(word), lower(candidate));
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        String list = String.join(", ", known.stream().limit(SHOWN).toList());
        String more = known.size() > SHOWN ? " and " + (known.size() - SHOWN) + " more" : "";
        return (best == null ? "known are " : "did you mean " + best + "? Known are ") + list + more;
    }

    private static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    /** How many letters have to be added, dropped, changed or swapped with their neighbour (Damerau-Levenshtein). */
    private static int distance(String a, String b) {
        int[][] least = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    least[i][j] = i + j;
                    continue;
                }
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                least[i][j] = Math.min(least[i - 1][j - 1] + same, Math.min(least[i - 1][j], least[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    least[i][j] = Math.min(least[i][j], least[i - 2][j - 2] + 1);
                }
            }
        }
        return least[a.length()][b.length()];
    }
}
