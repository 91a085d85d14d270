package dev.sleuth.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.zre.Beacon;
import dev.sleuth.zre.Cause;
import dev.sleuth.zre.Endpoint;
import dev.sleuth.zre.PeerId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualNetworkTest {
    private static final long LONG_ENOUGH = 3 * Route.MOST;

    private final Timeline timeline = new Timeline();
    private final VirtualNetwork network = new VirtualNetwork(3, timeline);
    private final List<String> events = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();
    private final VirtualHost a = join("a", 1);
    private final VirtualHost b = join("b", 2);

    private VirtualHost join(String name, int number) {
        VirtualHost host =
                new VirtualHost(new PeerId(0, number), new Endpoint("10.0.0." + number, 50_000), new Guest(name));
        network.join(host);
        return host;
    }

    private final class Guest implements VirtualHost.Guest {
        private final String name;

        Guest(String name) {
            this.name = name;
        }

        private void hears(String what) {
            events.add(name + " " + what);
            times.add(timeline.now());
        }

        @Override
        public void beacon(String host, Beacon beacon) {
            hears("beacon " + beacon.port() + " from " + host);
        }

        @Override
        public void frames(PeerId from, String host, byte[][] frames) {
            hears(frames[0][0] + " from " + host);
        }

        @Override
        public void opened(long link) {
            hears("opened " + link);
        }

        @Override
        public void broken(long link, Cause cause) {
            hears("broken " + link + " " + cause);
        }
    }

    private boolean send(int link, int number) {
        return network.send(a, link, new byte[][] {{(byte) number}});
    }

    private void pass() {
        timeline.runUntil(timeline.now() + LONG_ENOUGH);
    }

    @Test
    void aDatagramReachesEveryoneElse() {
        join("c", 3);
        network.broadcast(a, new Beacon(a.id, 50_000));
        pass();

        assertThat(events).containsExactlyInAnyOrder("b beacon 50000 from 10.0.0.1", "c beacon 50000 from 10.0.0.1");
        assertThat(times)
                .allMatch(time -> time >= Route.LEAST && time <= Route.MOST)
                .doesNotHaveDuplicates();
    }

    @Test
    void aConnectionTakesARoundTripAndWhatWasSentBeforeFollows() {
        network.open(a, 1, b.endpoint);
        send(1, 7);
        pass();

        assertThat(events).containsExactly("a opened 1", "b 7 from 10.0.0.1");
        assertThat(times.get(0)).isBetween(2 * Route.LEAST, 2 * Route.MOST);
        assertThat(times.get(1) - times.get(0)).isBetween(Route.LEAST, Route.MOST);
    }

    @Test
    void messagesOfOneLinkArriveInOrder() {
        network.open(a, 1, b.endpoint);
        pass();
        events.clear();
        List<String> expected = new ArrayList<>();
        for (int number = 0; number < 100; number++) {
            send(1, number);
            expected.add("b " + number + " from 10.0.0.1");
            timeline.runUntil(timeline.now() + 10_000);
        }
        pass();

        assertThat(events).isEqualTo(expected);
    }

    @Test
    void nothingHappensBeforeTheCallReturns() {
        network.open(a, 1, b.endpoint);
        send(1, 1);
        network.broadcast(a, new Beacon(a.id, 1));
        network.open(a, 2, new Endpoint("10.9.9.9", 1));
        network.leave(b);

        assertThat(events).isEmpty();
    }

    @Test
    void whereNobodyListensALinkIsRefusedAfterARoundTrip() {
        network.open(a, 1, new Endpoint("10.9.9.9", 50_000));
        network.open(a, 2, new Endpoint(b.address(), 50_001));
        pass();

        assertThat(events).containsExactlyInAnyOrder("a broken 1 REFUSED", "a broken 2 REFUSED");
        assertThat(times).allMatch(time -> time >= 2 * Route.LEAST && time <= 2 * Route.MOST);
    }

    @Test
    void anUnknownLinkTakesNothing() {
        assertThat(send(1, 1)).isFalse();
        network.open(a, 1, b.endpoint);
        network.close(a, 1);
        assertThat(send(1, 1)).isFalse();
    }

    @Test
    void linksToAProcessThatEndsBreakAndNewOnesAreRefused() {
        network.open(a, 1, b.endpoint);
        pass();
        long end = timeline.now();
        assertThat(network.leave(b)).isEqualTo(1);
        assertThat(send(1, 1))
                .as("the kernel takes it as long as it has not heard of the reset")
                .isTrue();
        pass();
        network.open(a, 2, b.endpoint);
        pass();

        assertThat(events).containsExactly("a opened 1", "a broken 1 BROKEN", "a broken 2 REFUSED");
        assertThat(times.get(1) - end).isBetween(Route.LEAST, Route.MOST);
    }

    @Test
    void whatAProcessSentBeforeItEndedStillArrives() {
        network.open(a, 1, b.endpoint);
        pass();
        send(1, 1);
        network.broadcast(a, new Beacon(a.id, 0));
        network.leave(a);
        pass();

        assertThat(events).containsExactlyInAnyOrder("a opened 1", "b 1 from 10.0.0.1", "b beacon 0 from 10.0.0.1");
    }

    @Test
    void whatAProcessKeptForALinkThatWasNotOpenIsLostWhenItCrashes() {
        network.open(a, 1, b.endpoint);
        send(1, 1);
        network.leave(a);
        pass();

        assertThat(events).isEmpty();
    }

    @Test
    void aClosedLinkStillDeliversAndTellsNothingMore() {
        network.open(a, 1, b.endpoint);
        send(1, 1);
        network.close(a, 1);
        network.open(a, 2, new Endpoint("10.9.9.9", 1));
        network.close(a, 2);
        pass();
        network.leave(b);
        pass();

        assertThat(events).containsExactly("b 1 from 10.0.0.1");
    }

    @Test
    void aNewConnectionOfAPeerTakesOverFromTheOldOne() {
        network.open(a, 1, b.endpoint);
        pass();
        network.open(a, 2, b.endpoint);
        pass();
        send(1, 1);
        send(2, 2);
        pass();

        assertThat(events).containsExactly("a opened 1", "a opened 2", "b 2 from 10.0.0.1");
    }

    @Test
    void moreDatagramsDoNotChangeWhenMessagesArrive() {
        assertThat(arrival(0)).isEqualTo(arrival(5));
    }

    private long arrival(int beacons) {
        VirtualNetworkTest other = new VirtualNetworkTest();
        for (int i = 0; i < beacons; i++) {
            other.network.broadcast(other.a, new Beacon(other.a.id, 1));
        }
        other.network.open(other.a, 1, other.b.endpoint);
        other.send(1, 1);
        other.pass();
        return other.times.get(other.events.indexOf("b 1 from 10.0.0.1"));
    }
}
