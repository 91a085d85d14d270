package dev.sleuth.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.zre.Endpoint;
import dev.sleuth.zre.PeerId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Round robin, whoever comes and goes. */
class DirectoryTest {
    private final Directory directory = new Directory(new Restraint());

    @Test
    void turnsGoRoundInTheOrderOfIdentities() {
        for (int number : new int[] {3, 1, 2}) {
            assertThat(directory.add(member("tea", number))).isTrue();
        }
        assertThat(turns("tea", 7)).containsExactly(1L, 2L, 3L, 1L, 2L, 3L, 1L);
    }

    @Test
    void identitiesAreOrderedUnsigned() {
        directory.add(member("tea", -1));
        directory.add(member("tea", 1));
        assertThat(turns("tea", 3)).containsExactly(1L, -1L, 1L);
    }

    @Test
    void servicesDoNotTakeEachOthersTurns() {
        directory.add(member("tea", 1));
        directory.add(member("tea", 2));
        directory.add(member("milk", 3));
        assertThat(turns("tea", 1)).containsExactly(1L);
        assertThat(turns("milk", 2)).containsExactly(3L, 3L);
        assertThat(turns("tea", 2)).containsExactly(2L, 1L);
    }

    @Test
    void whoeverIsThereTwiceIsThereOnce() {
        assertThat(directory.add(member("tea", 1))).isTrue();
        assertThat(directory.add(member("tea", 1))).isFalse();
        assertThat(directory.remove(member("tea", 1))).isTrue();
        assertThat(directory.remove(member("tea", 1))).isFalse();
        assertThat(directory.next(0, "tea")).isNull();
    }

    @Test
    void aServiceThatNobodyOffersHasNoTurn() {
        assertThat(directory.next(0, "tea")).isNull();
        assertThat(directory.remove(member("tea", 1))).isFalse();
    }

    /**
     * Between two turns of one member, every other member that was there all the time has exactly one turn. That is
     * what it means that nobody is skipped or asked twice in a cycle.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void nobodyIsSkippedOrAskedTwiceWithinACycleUnderChurn(long seed) {
        Random random = new Random(seed);
        Set<Long> there = new LinkedHashSet<>();
        // For each member: whom the others were asked since its own last turn, and who came or went since then.
        Map<Long, List<Long>> since = new LinkedHashMap<>();
        Map<Long, Set<Long>> churned = new LinkedHashMap<>();
        int cycles = 0;
        for (int step = 0; step < 20_000; step++) {
            long number = random.nextInt(12);
            int what = random.nextInt(10);
            if (what == 0) {
                assertThat(directory.add(member("tea", number))).isEqualTo(there.add(number));
                churned.values().forEach(set -> set.add(number));
            } else if (what == 1) {
                assertThat(directory.remove(member("tea", number))).isEqualTo(there.remove(number));
                churned.values().forEach(set -> set.add(number));
                since.remove(number);
                churned.remove(number);
            } else if (there.isEmpty()) {
                assertThat(directory.next(0, "tea")).isNull();
            } else {
                long turn = turn("tea");
                assertThat(there).contains(turn);
                if (since.containsKey(turn)) {
                    List<Long> expected = new ArrayList<>(there);
                    expected.removeAll(churned.get(turn));
                    expected.remove(turn);
                    List<Long> asked = new ArrayList<>(since.get(turn));
                    asked.removeAll(churned.get(turn));
                    assertThat(asked).as("between two turns of %d", turn).containsExactlyInAnyOrderElementsOf(expected);
                    cycles++;
                }
                since.values().forEach(list -> list.add(turn));
                since.put(turn, new ArrayList<>());
                churned.put(turn, new LinkedHashSet<>());
            }
        }
        assertThat(cycles).isGreaterThan(5_000);
    }

    private List<Long> turns(String service, int count) {
        List<Long> turns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            turns.add(turn(service));
        }
        return turns;
    }

    private long turn(String service) {
        PeerId turn = directory.next(0, service);
        assertThat(directory.next(0, service)).as("until it is taken").isEqualTo(turn);
        directory.taken(service, turn);
        return turn.low();
    }

    private static Member member(String service, long number) {
        PeerId id = new PeerId(number < 0 ? -1 : 0, number);
        return new Member(id, service, "unknown", new Endpoint("10.0.0.1", 5001), 0);
    }
}
