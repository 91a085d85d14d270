package dev.sleuth.sim.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sleuth.rpc.Call;
import dev.sleuth.rpc.Envelope;
import dev.sleuth.rpc.Intake;
import dev.sleuth.rpc.Request;
import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Journal;
import dev.sleuth.zre.Beacon;
import dev.sleuth.zre.Cause;
import dev.sleuth.zre.Endpoint;
import dev.sleuth.zre.Message;
import dev.sleuth.zre.PeerId;
import dev.sleuth.zre.Wires;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FaultyInletTest {
    private static final long INTERVAL = 250;
    private static final PeerId OTHER = new PeerId(0, 1);
    private static final PeerId THIRD = new PeerId(0, 2);
    private static final PeerId SELF = new PeerId(0, 3);
    private static final PeerId STRANGER = new PeerId(0, 4);
    private static final Map<PeerId, String> NAMES = Map.of(OTHER, "other", THIRD, "third", SELF, "self");

    private final Journal journal = new Journal();
    private final Faults faults = new Faults(7, INTERVAL, journal);
    private final IntakeSpy engine = new IntakeSpy();
    private final List<String> entered = engine.entered;
    private final FaultyInlet inlet = inlet("self");

    private FaultyInlet inlet(String peer) {
        FaultyWires wires =
                new FaultyWires(peer, new NoWires(), link -> false, faults.troubles(), NAMES::get, () -> 0, journal);
        return new FaultyInlet(peer, engine, wires, faults, NAMES::get, journal);
    }

    private static final class NoWires implements Wires {
        @Override
        public void open(long link, PeerId peer, Endpoint endpoint) {}

        @Override
        public boolean send(long link, byte[][] frames) {
            return true;
        }

        @Override
        public void close(long link) {}
    }

    private interface Way {
        void in(Intake inlet, long now);
    }

    private static Arguments way(String seen, Way way) {
        return Arguments.of(seen, way);
    }

    static Stream<Arguments> waysIn() {
        return Stream.of(
                way("beacon 10.0.0.1", (inlet, now) -> inlet.beacon(now, "10.0.0.1", new Beacon(OTHER, 1))),
                way("message 5", (inlet, now) -> inlet.message(now, OTHER, "10.0.0.1", new Message.Ping(5))),
                way("malformed why", (inlet, now) -> inlet.malformed(now, OTHER, "host", "why")),
                way("opened 3", (inlet, now) -> inlet.opened(now, 3)),
                way("broken 3 BROKEN", (inlet, now) -> inlet.broken(now, 3, Cause.BROKEN)),
                way("call echo", (inlet, now) -> inlet.call(now, new Call(0, "echo", new byte[0], 0, false))),
                way("answer 2", (inlet, now) -> inlet.answer(now, OTHER, new byte[2])),
                way("unpacked", (inlet, now) -> inlet.unpacked(now, OTHER, new Envelope.Unreadable(0, "", null))),
                way("refused 7", (inlet, now) -> inlet.refused(now, OTHER, "7", 1)),
                way("drain", Intake::drain),
                way("resume", Intake::resume),
                way("leave 5", (inlet, now) -> inlet.leave(now, 5)),
                way("close", Intake::close));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("waysIn")
    void withoutAFaultEverythingComesInAtOnce(String seen, Way way) {
        way.in(inlet, 100);

        assertThat(entered).containsExactly("100 " + seen);
        assertThat(journal.entries()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("waysIn")
    void whatComesToAFrozenPeerWaitsForTheThawAndTakesItsTime(String seen, Way way) {
        faults.freeze(9, 100, "self", 400);
        way.in(inlet, 200);
        inlet.tick(300);
        way.in(inlet, 499);
        assertThat(entered).isEmpty();

        inlet.tick(500);
        assertThat(entered).containsExactly("500 " + seen, "500 " + seen, "500 tick");
        assertThat(journal.entries())
                .startsWith(
                        new Entry.Frozen(100, "self"),
                        new Entry.Thawed(500, "self"),
                        new Entry.Hit(500, 9, "inputs of self held", 2));

        way.in(inlet, 501);
        assertThat(entered).endsWith("501 " + seen);
    }

    @Test
    void whatWasHeldComesInInOrderBeforeAnythingElse() {
        faults.freeze(1, 0, "self", 100);
        inlet.opened(10, 1);
        inlet.message(20, OTHER, "10.0.0.1", new Message.Ping(2));
        inlet.beacon(30, "10.0.0.1", new Beacon(OTHER, 1));
        inlet.message(40, OTHER, "10.0.0.1", new Message.Ping(3));

        inlet.message(105, OTHER, "10.0.0.1", new Message.Ping(4));
        inlet.tick(106);
        assertThat(entered)
                .containsExactly(
                        "105 opened 1",
                        "105 message 2",
                        "105 beacon 10.0.0.1",
                        "105 message 3",
                        "105 message 4",
                        "106 tick");
    }

    @Test
    void theDeadlineOfAFrozenPeerIsItsThaw() {
        assertThat(inlet.deadline()).isEqualTo(42);
        faults.freeze(1, 0, "self", 100);
        assertThat(inlet.deadline()).isEqualTo(100);
        inlet.tick(100);
        assertThat(inlet.deadline()).isEqualTo(42);
    }

    @Test
    void aFreezeInWhichNothingComesHitsNothing() {
        faults.freeze(1, 0, "self", 100);
        inlet.tick(100);

        assertThat(journal.entries()).containsExactly(new Entry.Frozen(0, "self"), new Entry.Thawed(100, "self"));
    }

    @Test
    void aFreezeStopsNobodyElse() {
        faults.freeze(1, 0, "other", 100);
        inlet.opened(10, 1);

        assertThat(entered).containsExactly("10 opened 1");
    }

    @Test
    void aPeerFreezesAgainAfterItsThaw() {
        faults.freeze(1, 0, "self", 100);
        inlet.opened(50, 1);
        inlet.tick(100);
        faults.freeze(2, 200, "self", 100);
        inlet.opened(250, 2);
        inlet.opened(251, 3);
        inlet.tick(300);

        assertThat(entered).containsExactly("100 opened 1", "100 tick", "300 opened 2", "300 opened 3", "300 tick");
        assertThat(journal.entries())
                .contains(
                        new Entry.Hit(100, 1, "inputs of self held", 1),
                        new Entry.Hit(300, 2, "inputs of self held", 2));
    }

    @Test
    void moreThanAKernelHoldsIsLostButNeverWhatThePeerItselfBegan() {
        faults.freeze(1, 0, "self", 100);
        for (int i = 0; i < HeldInputs.MAX_BEACONS + 2; i++) {
            inlet.beacon(10, "10.0.0.1", new Beacon(OTHER, 1));
        }
        for (int i = 0; i < HeldInputs.MAX_MESSAGES + 3; i++) {
            inlet.message(20, OTHER, "10.0.0.1", new Message.Ping(i));
            inlet.opened(20, i);
        }
        inlet.tick(100);

        assertThat(entered).filteredOn(input -> input.contains("beacon")).hasSize(HeldInputs.MAX_BEACONS);
        assertThat(entered).filteredOn(input -> input.contains("message")).hasSize(HeldInputs.MAX_MESSAGES);
        assertThat(entered).filteredOn(input -> input.contains("opened")).hasSize(HeldInputs.MAX_MESSAGES + 3);
        assertThat(journal.entries()).contains(new Entry.Hit(100, 1, "inputs of self lost for want of room", 5));
    }

    @Test
    void largeMessagesAreBoundedByTheirBytes() {
        byte[] body = new byte[(int) (HeldInputs.MAX_BYTES / 4)];
        Message large = new Message.Whisper(
                2, new Envelope.Question("0", Request.get("/").withBody(body)));
        Message raw = new Message.Whisper(2, new Message.Frames(List.of(body)));
        faults.freeze(1, 0, "self", 100);
        for (int i = 0; i < 3; i++) {
            inlet.message(10, OTHER, "10.0.0.1", large);
            inlet.message(10, OTHER, "10.0.0.1", raw);
        }
        inlet.tick(100);

        assertThat(entered).filteredOn(input -> input.contains("message")).hasSize(4);
        assertThat(journal.entries()).contains(new Entry.Hit(100, 1, "inputs of self lost for want of room", 2));
    }

    @Test
    void beaconsAreSummedUpPerSecondAndSender() {
        long second = BeaconMeter.WINDOW;
        inlet.beacon(1, "10.0.0.1", new Beacon(OTHER, 1));
        inlet.beacon(2, "10.0.0.2", new Beacon(THIRD, 1));
        inlet.beacon(3, "10.0.0.1", new Beacon(OTHER, 1));
        inlet.tick(second - 1);
        assertThat(journal.entries()).isEmpty();

        inlet.tick(second);
        inlet.beacon(second + 1, "10.0.0.2", new Beacon(THIRD, 1));
        inlet.finish(second + 2);
        assertThat(journal.entries())
                .containsExactly(
                        new Entry.Beacons(second, "self", "other", 2, 0),
                        new Entry.Beacons(second, "self", "third", 1, 0),
                        new Entry.Beacons(second + 2, "self", "third", 1, 0));
    }

    @Test
    void theEngineIsWokenToCloseAWindow() {
        engine.deadline = Long.MAX_VALUE;
        inlet.beacon(BeaconMeter.WINDOW, "10.0.0.1", new Beacon(OTHER, 1));
        assertThat(inlet.deadline()).isEqualTo(2 * BeaconMeter.WINDOW);

        inlet.tick(2 * BeaconMeter.WINDOW);
        assertThat(inlet.deadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void onesOwnBeaconsAndThoseOfStrangersAreNeitherCountedNorLost() {
        faults.loseBeacons(1, 0, 1, 1000);
        inlet.beacon(1, "10.0.0.3", new Beacon(SELF, 1));
        inlet.beacon(2, "10.0.0.4", new Beacon(STRANGER, 1));
        inlet.finish(3);

        assertThat(entered).hasSize(2);
        assertThat(journal.entries()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0.0, 0.0", "0.3, 0.02", "0.9, 0.02", "1.0, 0.0"})
    void beaconsAreLostWithTheChanceThatWasAskedFor(double chance, double tolerance) {
        int intervals = 10_000;
        faults.loseBeacons(4, 0, chance, intervals * INTERVAL);
        for (long interval = 0; interval < intervals; interval++) {
            inlet.beacon(interval * INTERVAL, "10.0.0.1", new Beacon(OTHER, 1));
        }
        inlet.finish(intervals * INTERVAL);

        assertThat(1 - entered.size() / (double) intervals).isEqualTo(chance, within(tolerance));
        long lost = intervals - entered.size();
        assertThat(hits()).isEqualTo(lost);
    }

    private long hits() {
        return journal.entries().stream()
                .filter(Entry.Hit.class::isInstance)
                .mapToLong(hit -> ((Entry.Hit) hit).times())
                .sum();
    }

    @Test
    void allCopiesWithinOneIntervalShareOneFate() {
        faults.loseBeacons(1, 0, 0.3, 1000 * INTERVAL);
        List<Boolean> once = fates(1, "self", within -> {});
        List<Boolean> fourTimes = fates(4, "self", within -> {});

        assertThat(fourTimes).isEqualTo(once).contains(true, false);
    }

    @Test
    void theLuckOfOneLinkDoesNotDependOnWhatOthersDo() {
        faults.loseBeacons(1, 0, 0.3, 1000 * INTERVAL);
        List<Boolean> alone = fates(1, "self", within -> {});
        List<Boolean> amongOthers = fates(1, "self", busy -> busy.beacon(0, "10.0.0.2", new Beacon(THIRD, 1)));

        assertThat(amongOthers).isEqualTo(alone);
        assertThat(fates(1, "third", within -> {})).as("another receiver").isNotEqualTo(alone);
    }

    /** For each interval whether the beacon of {@code OTHER} was lost at {@code receiver}. */
    private List<Boolean> fates(int copies, String receiver, Consumer<Intake> meanwhile) {
        List<Boolean> fates = new ArrayList<>();
        FaultyInlet own = inlet(receiver);
        for (long interval = 0; interval < 1000; interval++) {
            entered.clear();
            for (int copy = 0; copy < copies; copy++) {
                own.beacon(interval * INTERVAL + copy, "10.0.0.1", new Beacon(OTHER, 1));
            }
            long heard =
                    entered.stream().filter(input -> input.endsWith("10.0.0.1")).count();
            assertThat(heard).isIn(0L, (long) copies);
            fates.add(heard == 0);
            meanwhile.accept(own);
        }
        return fates;
    }

    @Test
    void aLossEndsAndIsWrittenDownForTheStepThatDidIt() {
        faults.loseBeacons(1, 0, 1, 1000);
        inlet.beacon(0, "10.0.0.1", new Beacon(OTHER, 1));
        inlet.beacon(999, "10.0.0.1", new Beacon(OTHER, 1));
        inlet.beacon(1000, "10.0.0.1", new Beacon(OTHER, 1));
        faults.loseBeacons(2, 2000, 1, 1000);
        inlet.beacon(2000, "10.0.0.1", new Beacon(OTHER, 1));
        inlet.finish(5000);

        assertThat(entered).containsExactly("1000 beacon 10.0.0.1");
        assertThat(journal.entries())
                .containsExactly(
                        new Entry.Hit(2000, 1, "beacons to self lost", 2),
                        new Entry.Beacons(5000, "self", "other", 1, 3),
                        new Entry.Hit(5000, 2, "beacons to self lost", 1));
    }
}
