package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.rpc.EnvelopeCodec;
import dev.sleuth.zre.Cause;
import dev.sleuth.zre.Endpoint;
import dev.sleuth.zre.PeerId;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;

/** On loopback, whose network has room for two addresses. What happens on hosts is in sleuth-sim's tests. */
@Timeout(30)
class WhereaboutsTest {
    private final NetworkPlace one = Lab.loopback();
    private final NetworkPlace two;

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final ZContext context = Lab.context();
    private EventLoop loop;
    private Links links;
    private BeaconChannel beacons;
    private Inbox inbox;
    private Whereabouts whereabouts;

    WhereaboutsTest() throws IOException {
        two = new NetworkPlace("lo", one.index(), (Inet4Address) InetAddress.getByName("127.0.0.2"), 8, true);
    }

    @BeforeEach
    void start() throws IOException {
        loop = new EventLoop("test-loop", System::nanoTime, () -> {});
        loop.start();
        links = new Links(context, new PeerId(1, 2), loop, Runnable::run, new Links.Watcher() {
            @Override
            public void opened(long link) {
                events.add("opened " + link);
            }

            @Override
            public void broken(long link, Cause cause) {
                events.add("broken " + link + " " + cause);
            }
        });
        // The second one first, which the system would not take by itself.
        List<NetworkPlace> places = List.of(two, one);
        beacons = new BeaconChannel(places, new Lab().port(), (host, beacon) -> {});
        Inbox.Reader nobody = (Inbox.Reader) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Inbox.Reader.class}, (proxy, method, args) -> null);
        Doorkeeper doorkeeper = new Doorkeeper(Lab.SOON.toNanos(), System::nanoTime, (address, reason) -> {});
        EnvelopeCodec codec = new EnvelopeCodec("test", 1024);
        inbox = new Inbox(context, new Leadership("test-inbox"), places, codec, doorkeeper, nobody);
        InterfaceChoice choice = new InterfaceChoice(List.of("lo"), null);
        whereabouts = new Whereabouts("test", choice, places, beacons, inbox, links, loop);
    }

    @AfterEach
    void stop() {
        links.abort();
        inbox.stop();
        beacons.close();
        loop.stop();
        context.close();
    }

    @Test
    void aPeerIsToldTheAddressThatFacesItNotTheFirst() {
        assertThat(whereabouts.facing(new Endpoint("127.0.0.1", 9))).isEqualTo("127.0.0.1");
        assertThat(whereabouts.endpoint()).hasToString("tcp://127.0.0.2:" + inbox.port());
        assertThat(whereabouts.addresses())
                .extracting(LocalAddress::toString)
                .containsExactly(
                        "tcp://127.0.0.2:" + inbox.port() + " (lo)", "tcp://127.0.0.1:" + inbox.port() + " (lo)");
    }

    @Test
    void linksThatLeaveFromAPlaceThatIsGoneAreGivenUpAndOthersStay() throws Exception {
        int port = context.createSocket(SocketType.ROUTER).bindToRandomPort("tcp://127.0.0.1");
        Endpoint remote = new Endpoint("127.0.0.1", port);
        links.open(7, remote, new Way("127.0.0.2", true));
        assertThat(event()).isEqualTo("opened 7");
        links.open(8, remote, whereabouts.way(remote));
        assertThat(event()).isEqualTo("opened 8");

        live(List.of(one));

        assertThat(event()).isEqualTo("broken 7 BROKEN");
        assertThat(events).isEmpty();
        assertThat(whereabouts.addresses()).hasSize(1);
        assertThat(whereabouts.endpoint().host()).isEqualTo("127.0.0.1");
    }

    @Test
    void withoutAnyPlaceNobodyIsSpokenToAndTheLastOneIsRemembered() throws Exception {
        Endpoint remote = new Endpoint("127.0.0.1", 9);

        live(List.of());

        assertThat(whereabouts.addresses()).isEmpty();
        assertThat(whereabouts.way(remote)).isNull();
        assertThat(whereabouts.facing(remote)).isEqualTo("127.0.0.2");
    }

    @Test
    void whatTheSystemWouldTakeIsNotTakenIfItIsNoneOfOurs() throws Exception {
        live(List.of(two));

        assertThat(whereabouts.way(new Endpoint("127.0.0.1", 9))).isEqualTo(new Way("127.0.0.2", true));
    }

    private void live(List<NetworkPlace> places) throws Exception {
        CompletableFuture.runAsync(() -> whereabouts.live(places), loop::execute)
                .get(10, TimeUnit.SECONDS);
    }

    private String event() throws InterruptedException {
        return events.poll(Lab.SOON.toSeconds(), TimeUnit.SECONDS);
    }
}
