package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sleuth.rpc.Envelope;
import dev.sleuth.rpc.EnvelopeCodec;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import dev.sleuth.zre.Message;
import dev.sleuth.zre.PeerId;
import dev.sleuth.zre.Timing;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.ZContext;

/** W3C Trace Context: what a tracer at the caller writes is what a tracer at the service reads. */
@Timeout(60)
class TraceContextTest {
    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final String[] STATE = {"rojo=00f067aa0ba902b7,congo=t61rcWkgMzE", "vendor@x=a=b c"};

    private final Lab lab = new Lab();
    private final Queue<Request> seen = new ConcurrentLinkedQueue<>();

    @AfterEach
    void closeAll() {
        lab.close();
    }

    private static Request traced(String url) {
        return Request.get(url)
                .withHeader("traceparent", PARENT)
                .withHeader("tracestate", STATE[0])
                .withHeader("tracestate", STATE[1]);
    }

    private static void assertTraced(Request request) {
        assertThat(request.headerValues("Traceparent")).containsExactly(PARENT);
        assertThat(request.headerValues("tracestate")).containsExactly(STATE);
    }

    @Test
    void passesFromTheCallerToTheServiceAsItIsAndNoneIsMade() {
        lab.join(lab.service("tea", request -> {
            seen.add(request);
            return Response.of(204);
        }));
        Sleuth client = lab.join(lab.client());
        client.waitFor(Lab.SOON, "tea");

        client.send(traced("sleuth://tea/"));
        client.send(Request.get("sleuth://tea/"));

        assertTraced(seen.remove());
        assertThat(seen.remove().headers()).isEmpty();
    }

    @Test
    void isTheSameInEachAttempt() {
        Timing lan = Timing.LAN;
        Duration gone = Duration.ofSeconds(4);
        Timing patient = new Timing(lan.beacon(), lan.quiet(), gone, gone, lan.patience(), lan.suspicion());
        try (ZContext context = Lab.context()) {
            lab.join(lab.service("tea", request -> {
                seen.add(request);
                return Response.of(204);
            }));
            Sleuth client = lab.join(lab.client().withTiming(patient));
            client.waitFor(Lab.SOON, "tea");
            RawPeer mute = new RawPeer(context, lab, PeerId.of(UUID.randomUUID()));
            mute.connect(client);
            mute.sayHello("tea");
            await().atMost(Lab.SOON).until(() -> client.services().get("tea").size() == 2);

            client.send(traced("sleuth://tea/"));
            client.send(traced("sleuth://tea/"));

            assertTraced(asked(Objects.requireNonNull(mute.hear(Message.Whisper.class))));
            assertThat(seen).hasSize(2).allSatisfy(TraceContextTest::assertTraced);
        }
    }

    private Request asked(Message.Whisper whisper) {
        List<byte[]> frames = ((Message.Frames) whisper.content()).frames();
        Envelope envelope = new EnvelopeCodec(lab.group(), 1_000).decode(frames.get(0));
        return ((Envelope.Question) envelope).request();
    }
}
