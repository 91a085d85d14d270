package dev.sleuth;

import java.util.concurrent.atomic.AtomicLong;

/** How much there may be of something at once: bytes, or things. */
final class Room {
    private final long most;
    private final AtomicLong taken = new AtomicLong();

    Room(long most) {
        this.most = most;
    }

    /** Takes {@code amount}; false, and nothing is taken, if there is not that much left. */
    boolean take(long amount) {
        if (taken.addAndGet(amount) <= most) {
            return true;
        }
        give(amount);
        return false;
    }

    /** Gives back what was taken. */
    void give(long amount) {
        taken.addAndGet(-amount);
    }
}
