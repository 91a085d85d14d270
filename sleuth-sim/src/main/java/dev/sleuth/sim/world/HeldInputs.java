package dev.sleuth.sim.world;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * What came in while a peer stands still, in order and bounded as a kernel bounds it. A datagram that finds no room is
 * lost. A message that finds none is lost too, which the engine takes for a gap in the sequence after the thaw, so that
 * the sender has to begin again; a kernel would let the sender wait, whose full queue comes to the same. Inputs of the
 * peer's own process (calls, answers, the fate of its links) are as few as what it had under way, and are never lost.
 */
final class HeldInputs {
    /** One way into the engine; the time of the thaw takes the place of the time at which it came. */
    interface Input {
        void enter(long now);
    }

    /** About what the 208 KiB of Linux's default receive buffer hold. */
    static final int MAX_BEACONS = 256;

    static final int MAX_MESSAGES = 65_536;
    static final long MAX_BYTES = 64L << 20;

    private final Queue<Input> inputs = new ArrayDeque<>();
    private int beacons;
    private int messages;
    private long bytes;
    private long held;
    private long lost;

    void beacon(Input input) {
        if (add(input, beacons < MAX_BEACONS)) {
            beacons++;
        }
    }

    /** @param size the length of its content in bytes */
    void message(long size, Input input) {
        if (add(input, messages < MAX_MESSAGES && bytes + size <= MAX_BYTES)) {
            messages++;
            bytes += size;
        }
    }

    void own(Input input) {
        add(input, true);
    }

    private boolean add(Input input, boolean room) {
        if (room) {
            inputs.add(input);
            held++;
        } else {
            lost++;
        }
        return room;
    }

    /** How many were held, also if they are released by now. */
    long held() {
        return held;
    }

    /** How many found no room. */
    long lost() {
        return lost;
    }

    /** Lets all in, in the order in which they came. */
    void release(long now) {
        for (Input input = inputs.poll(); input != null; input = inputs.poll()) {
            input.enter(now);
        }
    }
}
