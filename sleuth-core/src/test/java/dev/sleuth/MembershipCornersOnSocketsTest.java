package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sleuth.rpc.Observation;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import dev.sleuth.zre.Beacon;
import dev.sleuth.zre.Message;
import dev.sleuth.zre.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.ZContext;

/**
 * The corners of membership in which sockets matter, against a peer on raw sockets whose ROUTER, as a Go peer's, hands
 * no identity over. All others are in {@code MembershipCornersTest} in virtual time.
 */
@Timeout(60)
class MembershipCornersOnSocketsTest {
    private final Lab lab = new Lab();
    private final ZContext context = Lab.context();
    private final Queue<Observation> seen = new ConcurrentLinkedQueue<>();
    private final Sleuth ours =
            lab.join(lab.service("echo", request -> Response.ok(request.body())).withListener(seen::add));
    private final RawPeer raw = new RawPeer(context, lab, PeerId.of(UUID.randomUUID()));

    @AfterEach
    void closeAll() {
        context.close();
        lab.close();
    }

    @Test
    void simultaneousConnect() {
        List<Sleuth> many = List.of(
                        CompletableFuture.supplyAsync(() -> lab.join(lab.client())),
                        CompletableFuture.supplyAsync(() -> lab.join(lab.client())),
                        CompletableFuture.supplyAsync(() -> lab.join(lab.client())))
                .stream()
                .map(CompletableFuture::join)
                .toList();
        await().atMost(Lab.SOON).untilAsserted(() -> {
            assertThat(ours.peers()).hasSize(3);
            assertThat(many).allSatisfy(peer -> assertThat(peer.peers()).hasSize(3));
        });
        assertThat(events()).hasSize(3).allMatch(words -> words.startsWith("entered"));
    }

    @Test
    void helloFromAPeerWhoseBeaconWasNeverHeard() {
        enter();
        assertThat(events()).containsExactly("entered");
        isUnderstood(2);
    }

    @Test
    void secondHello() {
        enter();
        raw.sayHello("milk");
        assertThat(heardHello().sequence())
                .as("on a new connection, which is heard")
                .isEqualTo(1);
        awaitEvents("entered", "exited RESTARTED", "entered");
        isUnderstood(2);
    }

    @Test
    void sequenceGap() {
        enter();
        raw.say(new Message.Ping(5));
        assertThat(heardHello().sequence()).isEqualTo(1);
        raw.sayHello("tea");
        awaitEvents("entered", "exited GAP", "entered");
        isUnderstood(2);
    }

    /** Again and again: that a new connection is heard although there was another one just before is no luck. */
    @Test
    void aPeerWhoseRouterHandsNoIdentityOverHearsEveryNewGreeting() {
        enter();
        for (int i = 0; i < 20; i++) {
            raw.say(new Message.Ping(1_000));
            assertThat(heardHello().sequence()).as("greeting " + i).isEqualTo(1);
            raw.sayHello("tea");
            isUnderstood(2);
        }
    }

    @Test
    void tcpResetInTheMiddle() {
        enter();
        CompletableFuture<Response> call = ours.sendAsync(Request.get("sleuth://tea/"));
        assertThat(raw.hear(Message.Whisper.class)).isNotNull();
        raw.closeRouter();
        RawPeer again = new RawPeer(context, lab, raw.id, raw.port());
        again.connect(ours);
        again.sayHello("tea");
        Message.Hello hello = again.hear(Message.Hello.class);
        assertThat(hello).isNotNull();
        assertThat(hello.sequence()).isEqualTo(1);
        again.say(new Message.Ping(2));
        assertThat(again.hear(Message.PingOk.class)).isNotNull();
        assertThat(call).as("ends, one way or another").failsWithin(Lab.SOON);
    }

    @Test
    void aPeerThatEndsWhileItIsAskedEndsTheCall() {
        enter();
        CompletableFuture<Response> call = ours.sendAsync(Request.get("sleuth://tea/"));
        assertThat(raw.hear(Message.Whisper.class)).isNotNull();
        raw.closeRouter();
        awaitEvents("entered", "exited REFUSED");
        assertThat(call).failsWithin(Lab.SOON);
    }

    @Test
    void identityAlreadyInUseAtOurRouter() {
        enter();
        raw.connect(ours);
        raw.sayHello("milk");
        heardHello();
        awaitEvents("entered", "exited RESTARTED", "entered");
        isUnderstood(2);
    }

    @Test
    void restartOnTheSameEndpointWithANewUuid() {
        enter();
        raw.closeRouter();
        RawPeer risen = new RawPeer(context, lab, PeerId.of(UUID.randomUUID()), raw.port());
        risen.connect(ours);
        risen.sayHello("tea");
        await().atMost(Lab.SOON)
                .untilAsserted(() -> assertThat(ours.peers())
                        .singleElement()
                        .satisfies(member -> assertThat(member.id()).isEqualTo(risen.id)));
    }

    @Test
    void aLastBeaconForgedForSomebodyElse() {
        Sleuth client = lab.join(lab.client().withListener(seen::add));
        client.waitFor(Lab.SOON, "echo");
        RawPeer.sendBeacon(lab, new Beacon(ours.id(), 0));
        await().atMost(Lab.SOON).untilAsserted(() -> assertThat(rejections()).contains("goodbye"));
        assertThat(client.send(Request.post("sleuth://echo/", "still here")).text())
                .isEqualTo("still here");
        assertThat(client.peers()).hasSize(1);
    }

    @Test
    void aStolenIdentity() throws Exception {
        Sleuth client = lab.join(lab.client().withTimeout(Duration.ofMillis(500)));
        client.waitFor(Lab.SOON, "echo");
        await().atMost(Lab.SOON).until(() -> !events().isEmpty());
        int port = RawPeer.portOf(lab, ours);
        Message.Hello hello = new Message.Hello(1, "tcp://127.0.0.2:1", List.of(lab.group()), 1, "thief", Map.of());
        for (int i = 1; i <= 5; i++) {
            // Another host on loopback.
            try (RawConnection thief = new RawConnection("127.0.0.2", port, client.id())) {
                thief.say(hello);
                thief.say(new Message.Leave(2, lab.group(), 2));
                // The LEAVE may already be too late: the member takes its connection back.
                awaitRejections("other-host", i);
                // What it sent on the connection that it lost is lost; the next one is its own again.
                await().atMost(Lab.SOON)
                        .ignoreExceptions()
                        .until(() -> client.send(Request.post("sleuth://echo/", "back"))
                                .text()
                                .equals("back"));
            }
        }
        assertThat(events()).as("the member stays").containsExactly("entered");
    }

    private void enter() {
        raw.connect(ours);
        raw.sayHello("tea");
        assertThat(heardHello().sequence()).isEqualTo(1);
        awaitEvents("entered");
    }

    private Message.Hello heardHello() {
        Message.Hello hello = raw.hear(Message.Hello.class);
        assertThat(hello).as("our HELLO").isNotNull();
        return hello;
    }

    /** Both ways: it hears us, and we hear it. */
    private void isUnderstood(int next) {
        raw.say(new Message.Ping(next));
        assertThat(raw.hear(Message.PingOk.class)).as("our answer to its PING").isNotNull();
    }

    private void awaitEvents(String... events) {
        await().atMost(Lab.SOON).untilAsserted(() -> assertThat(events()).containsExactly(events));
    }

    private List<String> events() {
        return seen.stream()
                .filter(one -> one instanceof Observation.Entered || one instanceof Observation.Exited)
                .map(one -> one instanceof Observation.Exited exited ? "exited " + exited.cause() : "entered")
                .toList();
    }

    private void awaitRejections(String reason, int atLeast) {
        await().atMost(Lab.SOON)
                .untilAsserted(() ->
                        assertThat(rejections()).filteredOn(reason::equals).hasSizeGreaterThanOrEqualTo(atLeast));
    }

    private List<String> rejections() {
        return seen.stream()
                .filter(Observation.Rejected.class::isInstance)
                .map(one -> ((Observation.Rejected) one).reason())
                .toList();
    }
}
