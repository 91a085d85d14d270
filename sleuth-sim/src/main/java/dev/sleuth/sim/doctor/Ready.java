package dev.sleuth.sim.doctor;

import java.nio.channels.SelectionKey;

/** Is told that its channel can do something. */
interface Ready {
    /** @param now in nanoseconds of the monotonic clock */
    void ready(SelectionKey key, long now);
}
