package dev.sleuth;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What ends each part that has begun: at the end, or when a later part cannot begin. One thread at a time. */
final class Endings {
    private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

    private final Deque<Runnable> endings = new ArrayDeque<>();

    void add(Runnable ending) {
        endings.push(ending);
    }

    /** Ends everything, the latest first; what fails keeps nothing else from its end. */
    void run() {
        while (!endings.isEmpty()) {
            try {
                endings.pop().run();
            } catch (RuntimeException | Error failure) {
                LOG.warn("a part of the peer could not be ended", failure);
            }
        }
    }
}
