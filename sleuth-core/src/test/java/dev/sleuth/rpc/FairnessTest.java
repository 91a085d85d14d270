package dev.sleuth.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.zre.PeerId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Round robin as callers live it, while services join, leave, crash, freeze and thaw, are drained and come back.
 *
 * <p>What a caller sees changes whom it may choose from: those that offer the service and are not suspect, or all that
 * offer it if there is none of these. Two things must hold, per caller:
 *
 * <ul>
 *   <li>As long as that does not change, any n turns in a row go to all n of them: nobody is skipped or asked twice in
 *       a cycle, and whoever has just come back has its share at once.
 *   <li>When it does change, nobody else's turn does: between two turns of one, all others that could be chosen all the
 *       time have had exactly one.
 * </ul>
 */
class FairnessTest {
    private static final int MOST = 7;

    private final FakeWire wire = new FakeWire();
    private final List<Turns> callers = new ArrayList<>();
    private final List<FakePeer> services = new ArrayList<>();
    private final Set<FakePeer> drained = new LinkedHashSet<>();
    /** Until when they stand still. */
    private final Map<FakePeer, Long> frozen = new LinkedHashMap<>();

    private int numbers = 1;

    /** How often each kind of change was seen by a caller. */
    private final Map<String, Integer> changes = new LinkedHashMap<>();

    private int cycles;
    private int survived;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void nobodyIsSkippedOrAskedTwiceInACycleWhoeverComesAndGoes(long seed) {
        Random random = new Random(seed);
        callers.add(new Turns(new FakePeer(wire, 200, null)));
        callers.add(new Turns(new FakePeer(wire, 201, null)));
        for (int i = 0; i < 4; i++) {
            join();
        }
        wire.advance(1_000);
        for (int step = 0; step < 1_500; step++) {
            churn(random, random.nextInt(100));
            for (Turns caller : callers) {
                int calls = random.nextInt(6);
                for (int i = 0; i < calls; i++) {
                    caller.call();
                }
            }
            pass(random.nextInt(30));
        }
        assertThat(cycles).as("cycles without a change").isGreaterThan(500);
        assertThat(survived).as("cycles with a change").isGreaterThan(100);
        assertThat(changes)
                .hasEntrySatisfying("Offered", count -> assertThat(count).isGreaterThan(50))
                .hasEntrySatisfying("Withdrawn", count -> assertThat(count).isGreaterThan(50))
                .hasEntrySatisfying("suspected", count -> assertThat(count).isGreaterThan(10))
                .hasEntrySatisfying("trusted", count -> assertThat(count).isGreaterThan(5));
    }

    private void churn(Random random, int dice) {
        FakePeer one = services.isEmpty() ? null : services.get(random.nextInt(services.size()));
        if (dice < 3 || one == null) {
            join();
        } else if (dice < 5 && !frozen.containsKey(one)) {
            one.engine.leave(wire.now, 5_000 * FakeWire.MS);
            ended(one);
        } else if (dice < 6 && !frozen.containsKey(one)) {
            wire.kill(one);
            ended(one);
        } else if (dice < 10 && !frozen.containsKey(one)) {
            one.engine.drain(wire.now);
            drained.add(one);
        } else if (dice < 16 && !drained.isEmpty()) {
            FakePeer back = drained.iterator().next();
            if (!frozen.containsKey(back)) {
                back.engine.resume(wire.now);
                drained.remove(back);
            }
        } else if (dice < 18 && !frozen.containsKey(one)) {
            // Some are only suspect, some are gone before they come back.
            frozen.put(one, wire.now + (200 + random.nextInt(1_000)) * FakeWire.MS);
            one.dead = true;
            holdFrozen();
        }
    }

    private void join() {
        if (services.size() < MOST) {
            services.add(new FakePeer(wire, numbers++, "tea"));
        }
    }

    private void ended(FakePeer one) {
        services.remove(one);
        drained.remove(one);
    }

    private void holdFrozen() {
        wire.hold(delivery -> frozen.containsKey(delivery.from()) || frozen.containsKey(delivery.to()));
    }

    /** Lets time pass. */
    private void pass(int millis) {
        for (int i = 0; i < millis; i++) {
            frozen.entrySet().removeIf(one -> {
                one.getKey().dead = one.getValue() > wire.now;
                return !one.getKey().dead;
            });
            wire.advance(1);
            callers.forEach(Turns::catchUp);
        }
    }

    /** The turns of one caller, held against what it sees. */
    private final class Turns {
        private final FakePeer caller;
        private final Set<PeerId> offered = new LinkedHashSet<>();
        private final Set<PeerId> suspect = new LinkedHashSet<>();
        /** Turns since the last change. */
        private final List<PeerId> steady = new ArrayList<>();
        /** For each: whom the others were asked since its own last turn, and who could be chosen all that time. */
        private final Map<PeerId, List<PeerId>> since = new LinkedHashMap<>();

        private final Map<PeerId, Set<PeerId>> throughout = new LinkedHashMap<>();
        private int seen;

        Turns(FakePeer caller) {
            this.caller = caller;
        }

        void call() {
            catchUp();
            Call call = caller.call(null, "tea", Request.get("sleuth://tea/"));
            if (choice().isEmpty()) {
                assertThat(call.asked).isNull();
            } else if (choice().stream().anyMatch(one -> !isLinked(one))) {
                // It cannot be sent to whoever is to be dialled only in a moment, whose turn it may have been.
                assertThat(choice()).contains(call.asked);
                forget();
            } else {
                turn(call.asked);
            }
            catchUp();
        }

        /** Takes note of what it saw in the meantime, and of the calls that moved on. */
        void catchUp() {
            for (; seen < caller.observed.size(); seen++) {
                Set<PeerId> before = choice();
                Observation observation = caller.observed.get(seen);
                see(observation);
                if (!before.equals(choice())) {
                    changed();
                }
            }
        }

        private void see(Observation observation) {
            if (observation instanceof Observation.Offered come) {
                offered.add(come.member().id());
                count("Offered");
            } else if (observation instanceof Observation.Withdrawn gone) {
                offered.remove(gone.member().id());
                count("Withdrawn");
            } else if (observation instanceof Observation.Exited exited) {
                suspect.remove(exited.member().id());
            } else if (observation instanceof Observation.Suspected suspected && suspected.suspect()) {
                suspect.add(suspected.member().id());
                count("suspected");
            } else if (observation instanceof Observation.Suspected trusted) {
                suspect.remove(trusted.member().id());
                count("trusted");
            } else if (observation instanceof Observation.Retried retried && retried.attempt() == 2) {
                turn(retried.to());
            } else if (observation instanceof Observation.Retried) {
                // Its call may be with somebody already who has come back, and who has to be passed over.
                forget();
            }
        }

        private void count(String change) {
            changes.merge(change, 1, Integer::sum);
        }

        /** Whom it has to choose from. */
        private Set<PeerId> choice() {
            Set<PeerId> well = new LinkedHashSet<>(offered);
            well.removeAll(suspect);
            return well.isEmpty() ? new LinkedHashSet<>(offered) : well;
        }

        private void changed() {
            Set<PeerId> now = choice();
            steady.clear();
            throughout.values().forEach(all -> all.retainAll(now));
            since.keySet().retainAll(now);
            throughout.keySet().retainAll(now);
        }

        private boolean isLinked(PeerId one) {
            return caller.open.stream()
                    .anyMatch(
                            link -> services.stream().anyMatch(peer -> peer.id.equals(one) && caller.isTo(link, peer)));
        }

        private void forget() {
            steady.clear();
            since.clear();
            throughout.clear();
        }

        private void turn(PeerId one) {
            Set<PeerId> choice = choice();
            assertThat(choice).contains(one);
            steady.add(one);
            if (steady.size() >= choice.size()) {
                assertThat(steady.subList(steady.size() - choice.size(), steady.size()))
                        .as("one cycle of %s", caller.name)
                        .containsExactlyInAnyOrderElementsOf(choice);
                cycles++;
            }
            if (since.containsKey(one)) {
                List<PeerId> between = new ArrayList<>(since.get(one));
                between.retainAll(throughout.get(one));
                Set<PeerId> others = new LinkedHashSet<>(throughout.get(one));
                others.remove(one);
                assertThat(between)
                        .as("between two turns of %s at %s", one, caller.name)
                        .containsExactlyInAnyOrderElementsOf(others);
                survived += choice.equals(throughout.get(one)) ? 0 : 1;
            }
            since.values().forEach(turns -> turns.add(one));
            since.put(one, new ArrayList<>());
            throughout.put(one, choice);
        }
    }
}
