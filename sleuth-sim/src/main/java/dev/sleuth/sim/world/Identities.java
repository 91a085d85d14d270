package dev.sleuth.sim.world;

import dev.sleuth.zre.PeerId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The identities of a run's peers, made so that whoever knows the run knows whose each is: the first three digits say
 * which peer it is, the next three which of its lives, the rest is the run's own. So a peer in a container can tell who
 * came without being told, also if it stood still when the other was started. Pure.
 *
 * @param run the last 104 bits of every identity; the higher ones are not looked at
 * @param names of the peers, at most 4,096
 */
record Identities(PeerId run, List<String> names) {
    private static final int PEER_SHIFT = 52;
    private static final int LIFE_SHIFT = 40;
    private static final int MOST = 0xFFF;
    static final int MOST_PEERS = MOST + 1;
    private static final long RUN_MASK = (1L << LIFE_SHIFT) - 1;

    Identities {
        names = List.copyOf(names);
        if (names.size() > MOST_PEERS) {
            throw new IllegalArgumentException("no more than 4096 peers have identities, not " + names.size());
        }
    }

    /**
     * Who a peer is.
     *
     * @param life which of its lives, from 1 to 4095
     */
    PeerId of(String name, int life) {
        int index = names.indexOf(name);
        if (index < 0 || life < 1 || life > MOST) {
            throw new IllegalArgumentException("life " + life + " of " + name + " has no identity in this run");
        }
        return new PeerId(
                ((long) index << PEER_SHIFT) | ((long) life << LIFE_SHIFT) | (run.high() & RUN_MASK), run.low());
    }

    /** Whose an identity is; null for a stranger's. */
    @Nullable
    String name(PeerId id) {
        int index = (int) (id.high() >>> PEER_SHIFT);
        boolean ours = id.low() == run.low() && ((id.high() ^ run.high()) & RUN_MASK) == 0;
        return ours && index < names.size() ? names.get(index) : null;
    }
}
