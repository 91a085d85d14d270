package dev.sleuth;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Warnings about what a caller has a hand in: some in a second, and then how many were left out. For any thread. */
final class Complaints {
    static final int MOST_IN_A_SECOND = 5;

    private final Moderation moderation = new Moderation(MOST_IN_A_SECOND);
    private final Logger log;
    private final LongSupplier clock;

    Complaints(Logger log, LongSupplier clock) {
        this.log = log;
        this.clock = clock;
    }

    /**
     * @param about with {@code {}} for each of {@code details}
     * @param details what a stranger may have written
     */
    void warn(@Nullable Throwable why, String about, Object... details) {
        long before = moderation.turn(clock.getAsLong());
        if (before == Moderation.NOT_NOW) {
            return;
        }
        Object[] harmless = new Object[details.length + (why == null ? 0 : 1)];
        for (int i = 0; i < details.length; i++) {
            harmless[i] = Harmless.text(details[i]);
        }
        if (why != null) {
            harmless[details.length] = why;
        }
        log.warn(before == 0 ? about : about + "; " + before + " more such warnings were left out before", harmless);
    }
}
