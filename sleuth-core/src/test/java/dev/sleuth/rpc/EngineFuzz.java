package dev.sleuth.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;

/** A whole engine, and whatever comes to it in any order and at any time; {@link Chaos} checks what leaves it. */
public final class EngineFuzz {
    private EngineFuzz() {}

    private static final int MOST_TICKS_AT_ONCE = 3;
    private static final long LONG = 60_000_000_000L;

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        Bytes source = new Bytes(bytes);
        Chaos chaos = new Chaos(source);
        while (source.hasMore()) {
            chaos.input();
            assertThat(chaos.open.size()).isLessThanOrEqualTo(Chaos.PEERS);
            assertThat(chaos.entered.size()).isLessThanOrEqualTo(Chaos.PEERS);
            assertThat(chaos.entered).containsAll(chaos.offered);
            assertThatTimeGoesOn(chaos);
        }
        // Calls end by themselves: all had less than a second.
        for (long end = chaos.now + LONG; chaos.engine.deadline() < end; ) {
            chaos.now = Math.max(chaos.now, chaos.engine.deadline());
            chaos.engine.tick(chaos.now);
            assertThatTimeGoesOn(chaos);
        }
        assertThat(chaos.settled).isEqualTo(chaos.called);
        assertThat(chaos.entered).as("nobody has been heard of for a minute").isEmpty();
        chaos.engine.close(chaos.now);
        assertThat(chaos.open).isEmpty();
    }

    /** A deadline that stays in the past would keep a driver busy for ever. */
    private static void assertThatTimeGoesOn(Chaos chaos) {
        for (int tick = 0; chaos.engine.deadline() <= chaos.now; tick++) {
            assertThat(tick).as("ticks at one time").isLessThan(MOST_TICKS_AT_ONCE);
            chaos.engine.tick(chaos.now);
        }
    }

    /** Luck as the fuzzer has it: a byte for a small choice, more for a larger one. */
    private static final class Bytes extends Random {
        private static final long serialVersionUID = 1L;
        private final byte[] bytes;
        private int at;

        Bytes(byte[] bytes) {
            this.bytes = bytes;
        }

        boolean hasMore() {
            return at < bytes.length;
        }

        @Override
        protected int next(int bits) {
            return one() & (bits == 32 ? -1 : (1 << bits) - 1);
        }

        @Override
        public int nextInt(int bound) {
            int value = 0;
            for (long reach = 1; reach < bound; reach <<= 8) {
                value = value << 8 | one();
            }
            return Math.floorMod(value, bound);
        }

        private int one() {
            return at < bytes.length ? bytes[at++] & 0xFF : 0;
        }
    }
}
