package dev.sleuth.sim.world;

import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Journal;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/** A virtual world told in verbs, and questions to its journal. Three peers offer echo, one calls. */
final class Story implements AutoCloseable {
    static final List<String> ECHOES = List.of("echo-1", "echo-2", "echo-3");
    static final String CALLER = "caller-1";
    static final List<String> ALL = List.of("echo-1", "echo-2", "echo-3", CALLER);

    final Journal journal = new Journal();
    final VirtualWorld world;
    private int steps;

    Story(long seed) {
        this.world = new VirtualWorld(seed, journal);
        ECHOES.forEach(this::start);
        start(CALLER);
    }

    static long ms(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    void start(String name) {
        world.start(steps++, new PeerSpec(name, name.startsWith("echo") ? "echo" : null, null, PeerSpec.AT_WORK));
    }

    /** The caller calls echo from one time to another, in milliseconds. */
    void load(double rate, long from, long until) {
        world.load(
                new LoadSpec(List.of(CALLER), "echo", new Pace.Rate(rate), ms(from), ms(until), 100, ms(2000), "GET"));
    }

    void until(long millis) {
        world.advance(ms(millis));
    }

    void crash(String peer) {
        world.crash(++steps, peer);
    }

    void leave(String peer) {
        world.leave(++steps, peer);
    }

    void freeze(String peer, long millis) {
        world.freeze(++steps, peer, ms(millis));
    }

    void loseBeacons(double chance, long millis) {
        world.loseBeacons(++steps, chance, ms(millis));
    }

    void inflict(Trouble trouble) {
        world.inflict(++steps, trouble);
    }

    /**
     * How much the {@code number}-th of the troubles or faults has hit so far; those that were started count before.
     */
    long hits(int number) {
        return all(Entry.Hit.class, hit -> hit.step() == ALL.size() + number).stream()
                .mapToLong(Entry.Hit::times)
                .sum();
    }

    <E extends Entry> List<E> all(Class<E> kind, Predicate<E> which) {
        return journal.entries().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(which)
                .toList();
    }

    <E extends Entry> List<E> all(Class<E> kind) {
        return all(kind, entry -> true);
    }

    /** Whom {@code peer} sees at the end of the journal, sorted. */
    TreeSet<String> seenBy(String peer) {
        TreeSet<String> seen = new TreeSet<>();
        for (Entry entry : journal.entries()) {
            if (entry instanceof Entry.Entered entered && entered.peer().equals(peer)) {
                seen.add(entered.seen());
            } else if (entry instanceof Entry.Exited exited && exited.peer().equals(peer)) {
                seen.remove(exited.seen());
            }
        }
        return seen;
    }

    @Override
    public void close() {
        world.close();
    }
}
