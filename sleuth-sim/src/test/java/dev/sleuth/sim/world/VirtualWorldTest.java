package dev.sleuth.sim.world;

import static dev.sleuth.sim.world.Story.ALL;
import static dev.sleuth.sim.world.Story.CALLER;
import static dev.sleuth.sim.world.Story.ECHOES;
import static dev.sleuth.sim.world.Story.ms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sleuth.rpc.SleuthException;
import dev.sleuth.sim.journal.Entry;
import dev.sleuth.zre.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stories of peers, told to real engines in virtual time. */
class VirtualWorldTest {
    private final Story story = new Story(1);

    @AfterEach
    void end() {
        story.close();
    }

    private static List<String> without(String peer) {
        List<String> others = new ArrayList<>(ALL);
        others.remove(peer);
        return others;
    }

    private void assertEveryoneSeesEveryone() {
        for (String peer : ALL) {
            assertThat(story.seenBy(peer)).as("seen by %s", peer).containsExactlyInAnyOrderElementsOf(without(peer));
        }
    }

    private List<Entry.Exited> exits(String of) {
        return story.all(Entry.Exited.class, exit -> exit.seen().equals(of));
    }

    @Test
    void peersFindEachOtherWithinMilliseconds() {
        story.until(3);

        assertEveryoneSeesEveryone();
        assertThat(story.all(Entry.Entered.class)).hasSize(12);
        assertThat(story.all(Entry.Exited.class)).isEmpty();
    }

    @Test
    void everyPeerIsUpBeforeItSeesOrIsSeen() {
        story.until(3);

        assertThat(story.journal.entries().subList(0, 4)).allMatch(Entry.Up.class::isInstance);
        assertThat(story.all(Entry.Up.class))
                .extracting(Entry.Up::id)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.length() == 32);
        assertThat(story.all(Entry.Up.class))
                .extracting(Entry.Up::service)
                .containsExactly("echo", "echo", "echo", null);
    }

    @Test
    void aCrashedPeerIsGoneAtAllSurvivorsBecauseItsPortRefuses() {
        story.until(1000);
        story.crash("echo-1");
        story.until(1050);

        assertThat(exits("echo-1"))
                .extracting(Entry.Exited::peer)
                .containsExactlyInAnyOrderElementsOf(without("echo-1"));
        assertThat(exits("echo-1")).allSatisfy(exit -> {
            assertThat(exit.cause()).isEqualTo("refused");
            assertThat(exit.at() - ms(1000)).isBetween(2 * Route.LEAST, 3 * Route.MOST);
        });
        assertThat(story.all(Entry.Hit.class)).extracting(Entry.Hit::times).containsExactly(3L);
        assertThat(story.all(Entry.Exited.class, exit -> exit.peer().equals("echo-1")))
                .isEmpty();
    }

    @Test
    void aPeerThatStartsAgainIsAnotherOneWithTheSameName() {
        story.until(1000);
        story.crash("echo-1");
        story.until(2000);
        story.start("echo-1");
        story.until(2003);

        assertEveryoneSeesEveryone();
        assertThat(story.all(Entry.Up.class, up -> up.peer().equals("echo-1")))
                .extracting(Entry.Up::id)
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void aFrozenPeerIsGoneBySilenceAndBackEverywhereAfterTheThaw() {
        long gone = Timing.LAN.gone().toNanos();
        story.until(1000);
        story.freeze("echo-2", 2000);
        story.until(2999);

        assertThat(exits("echo-2"))
                .extracting(Entry.Exited::peer)
                .containsExactlyInAnyOrderElementsOf(without("echo-2"));
        assertThat(exits("echo-2")).allSatisfy(exit -> {
            assertThat(exit.cause()).isEqualTo("silent");
            // Its last beacon was up to one interval before the freeze.
            assertThat(exit.at() - ms(1000))
                    .isBetween(gone - Timing.LAN.beacon().toNanos(), gone + ms(2));
        });
        assertThat(story.all(Entry.Frozen.class)).containsExactly(new Entry.Frozen(ms(1000), "echo-2"));
        assertThat(story.all(Entry.Exited.class, exit -> exit.peer().equals("echo-2")))
                .isEmpty();

        story.until(3005);
        assertThat(story.all(Entry.Thawed.class)).containsExactly(new Entry.Thawed(ms(3000), "echo-2"));
        assertEveryoneSeesEveryone();
        assertThat(story.all(Entry.Entered.class, seen -> seen.at() > ms(3000))).hasSize(6);
    }

    @Test
    void aPeerThatIsFrozenForLessThanTheOthersBearLosesNobody() {
        story.until(1000);
        story.freeze("echo-2", 500);
        story.until(5000);

        assertThat(story.all(Entry.Exited.class)).isEmpty();
        assertThat(story.all(Entry.Hit.class))
                .singleElement()
                .satisfies(hit -> assertThat(hit.times()).isPositive());
    }

    @Test
    void aFrozenPeerSendsNothing() {
        story.until(1000);
        story.freeze("echo-2", 3000);
        story.until(4000);

        // A beacon that left before the freeze may still arrive in its first millisecond.
        assertThat(story.all(Entry.Beacons.class, sum -> sum.about().equals("echo-2") && sum.at() == ms(2000)))
                .allMatch(sum -> sum.heard() <= 1);
        assertThat(story.all(
                        Entry.Beacons.class,
                        sum -> sum.about().equals("echo-2") && sum.at() > ms(2000) && sum.at() <= ms(4000)))
                .isEmpty();
    }

    @Test
    void aPeerThatLeavesIsGoneAMomentAfterEverybodyKnows() {
        story.until(1000);
        story.leave("echo-3");
        story.until(1350);

        assertThat(story.all(Entry.Down.class)).containsExactly(new Entry.Down(ms(1000), "echo-3", "leave"));
        assertThat(exits("echo-3"))
                .extracting(Entry.Exited::peer)
                .containsExactlyInAnyOrderElementsOf(without("echo-3"));
        assertThat(exits("echo-3")).allSatisfy(exit -> {
            assertThat(exit.cause()).isEqualTo("left");
            // It asks whether everybody knows, waits for a moment, and then says its last word.
            assertThat(exit.at() - ms(1000)).isBetween(ms(20), ms(20) + 3 * Route.MOST);
        });
    }

    @Test
    void aPeerThatLeavesIsAskedNoMoreAndAnswersWhatItWasAsked() {
        story.load(5000, 1000, 2000);
        story.until(1400);
        story.inflict(new Trouble.SlowHandlers(List.of("echo-3"), ms(30), false, ms(2000)));
        story.until(1500);
        story.leave("echo-3");
        story.until(3000);

        List<Entry.Called> calls = story.all(Entry.Called.class);
        assertThat(calls).hasSize(5000).noneMatch(Entry.Called::failed);
        // Until the word that it leaves has come. What it had in hand then is asked of nobody else.
        assertThat(calls)
                .filteredOn(call -> call.planned() > ms(1500) + Route.MOST)
                .noneMatch(call -> call.by().equals("echo-3"));
        assertThat(calls)
                .filteredOn(call -> call.by().equals("echo-3") && call.at() > ms(1500))
                .hasSizeGreaterThan(30);
    }

    @Test
    void losingThirtyPercentOfAllBeaconsDropsNobody() {
        story.until(1000);
        story.loseBeacons(0.3, 60_000);
        story.until(62_000);

        assertThat(story.all(Entry.Exited.class)).isEmpty();
        long lost = story.all(Entry.Beacons.class).stream()
                .mapToLong(Entry.Beacons::lost)
                .sum();
        assertThat(story.all(Entry.Hit.class).stream()
                        .mapToLong(Entry.Hit::times)
                        .sum())
                .isEqualTo(lost);
        // 12 pairs, 4 beacons a second, 60 s.
        assertThat(lost / (12 * 240.0)).isBetween(0.25, 0.35);
    }

    @Test
    void calledInTurnEveryReplicaAnswersAsOften() {
        story.load(200, 1000, 4000);
        story.until(5000);

        List<Entry.Called> calls = story.all(Entry.Called.class);
        assertThat(calls).hasSize(600).allMatch(call -> !call.failed() && call.status() == 200);
        Map<String, Long> shares =
                calls.stream().collect(Collectors.groupingBy(Entry.Called::by, Collectors.counting()));
        assertThat(shares.keySet()).containsExactlyInAnyOrderElementsOf(ECHOES);
        assertThat(shares.values()).containsOnly(200L);
    }

    @Test
    void callsAreMadeAtTheTimesThatTheLoadPlans() {
        story.load(300, 1000, 2000);
        story.until(3000);

        List<Entry.Called> calls = story.all(Entry.Called.class);
        assertThat(calls).extracting(Entry.Called::number).containsExactlyInAnyOrderElementsOf(numbers(300));
        assertThat(calls).allMatch(call -> call.planned() == ms(1000) + call.number() * 1_000_000_000 / 300);
        assertThat(calls).allMatch(call -> call.at() - call.planned() < ms(2));
    }

    private static List<Long> numbers(int count) {
        List<Long> numbers = new ArrayList<>();
        for (long number = 0; number < count; number++) {
            numbers.add(number);
        }
        return numbers;
    }

    @Test
    void aBodyTooLargeForTheReceivingThreadIsAnsweredToo() {
        story.world.load(
                new LoadSpec(List.of(CALLER), "echo", new Pace.Rate(10), ms(1000), ms(1100), 1 << 20, ms(2000), "GET"));
        story.until(1500);

        assertThat(story.all(Entry.Called.class))
                .singleElement()
                .satisfies(call -> assertThat(call.status()).isEqualTo(200));
    }

    @Test
    void aCrashOfOneOfSeveralIsNoticedByNoCaller() {
        story.load(5000, 1000, 2000);
        story.until(1500);
        story.crash("echo-1");
        story.until(3000);

        List<Entry.Called> calls = story.all(Entry.Called.class);
        assertThat(calls).hasSize(5000);
        assertThat(calls).noneMatch(Entry.Called::failed);
        assertThat(calls).anySatisfy(call -> {
            assertThat(call.planned()).isLessThan(ms(1500));
            assertThat(call.at()).isGreaterThan(ms(1500));
        });
    }

    @Test
    void aFrozenCallerPlansNoCalls() {
        story.load(100, 1000, 3000);
        story.until(1505);
        story.freeze(CALLER, 500);
        story.until(4000);

        assertThat(story.all(Entry.Called.class))
                .extracting(Entry.Called::planned)
                .noneMatch(planned -> planned > ms(1505) && planned < ms(2005));
        assertThat(story.all(Entry.Called.class)).hasSize(150).noneMatch(Entry.Called::failed);
    }

    @Test
    void aCallerThatIsDownPlansNoCallsAndGoesOnAfterItsRestart() {
        story.load(100, 1000, 4000);
        story.until(1995);
        story.crash(CALLER);
        story.until(2995);
        story.start(CALLER);
        story.until(5000);

        List<Entry.Called> calls = story.all(Entry.Called.class);
        assertThat(calls)
                .extracting(Entry.Called::number)
                .doesNotHaveDuplicates()
                .hasSize(200);
        assertThat(calls).noneMatch(call -> call.planned() > ms(1995) && call.planned() < ms(2995));
    }

    @Test
    void aCallThatIsUnderWayAtTheEndEndsFirst() {
        story.until(1000);
        story.load(100, 1000, 1100);
        ECHOES.forEach(echo -> story.freeze(echo, 10_000));
        story.until(1010);
        story.close();

        List<Entry.Called> calls = story.all(Entry.Called.class);
        assertThat(calls).hasSize(2).allMatch(call -> call.code() == SleuthException.PEER_GONE);
        assertThat(story.all(Entry.Hit.class))
                .as("the freezes are not over, but their hits are written")
                .isNotEmpty();
        int entries = story.journal.entries().size();
        story.close();
        assertThat(story.journal.entries()).hasSize(entries);
    }

    @Test
    void whatCannotBeDoneToAPeerIsRefusedByName() {
        story.until(1000);
        assertThatThrownBy(() -> story.start("echo-1")).hasMessageContaining("echo-1 is up already");
        assertThatThrownBy(() -> story.crash("echo-9")).hasMessageContaining("echo-9 is not up");
        story.freeze("echo-1", 100);
        assertThatThrownBy(() -> story.freeze("echo-1", 100)).hasMessageContaining("echo-1 is frozen already");
        assertThatThrownBy(() -> story.leave("echo-1")).hasMessageContaining("echo-1 is frozen");
        story.crash("echo-1");
        assertThatThrownBy(() -> story.freeze("echo-1", 100)).hasMessageContaining("echo-1 is not up");
    }

    @Test
    void aPeerThatCrashedFrozenStartsAwake() {
        story.until(1000);
        story.freeze("echo-1", 60_000);
        story.until(2000);
        story.crash("echo-1");
        story.start("echo-1");
        story.until(2010);

        assertEveryoneSeesEveryone();
        assertThat(story.all(Entry.Thawed.class)).isEmpty();
    }
}
