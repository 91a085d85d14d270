package dev.sleuth.dashboard.feed;

import dev.sleuth.dashboard.model.Picture;
import org.jspecify.annotations.Nullable;

/** Something to be watched. Used by one thread, the one that draws. */
public interface Show extends AutoCloseable {
    /**
     * What is to be seen now.
     *
     * @param now nanoseconds of a monotonic clock
     */
    Picture frame(long now);

    /** What the watcher can move back and forth; null if it is happening right now. */
    default @Nullable Player player() {
        return null;
    }

    /** Why there is nothing more to be seen, in a sentence; null if all is well. */
    default @Nullable String trouble() {
        return null;
    }

    /** Ends what is behind it. */
    @Override
    void close();
}
