package dev.sleuth.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.zre.Cause;
import dev.sleuth.zre.Message;
import dev.sleuth.zre.Timing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A call ends exactly once, whatever comes in whatever order; {@link FakePeer} fails if it ends twice. */
class CallEndsOnceTest {
    /** What may end a call, and how it then ended: 0 stands for an answer. */
    private enum End {
        ANSWER(0, Story::answer),
        SECOND_ANSWER(0, Story::answer),
        TIMEOUT(SleuthException.TIMEOUT, Story::runOut),
        EXIT(SleuthException.PEER_GONE, Story::exit),
        CLOSE(SleuthException.CLOSED, story -> story.caller.engine.close(story.wire.now));

        final int code;
        final Consumer<Story> happen;

        End(int code, Consumer<Story> happen) {
            this.code = code;
            this.happen = happen;
        }
    }

    private static final class Story {
        final FakeWire wire = new FakeWire();
        final FakePeer server = new FakePeer(wire, 1, "echo");
        final FakePeer other = new FakePeer(wire, 3, "tea");
        final FakePeer caller;
        final Call call;
        private final List<Observation> before;

        Story() {
            this(RetryPolicy.DEFAULT);
        }

        Story(RetryPolicy retries) {
            caller = new FakePeer(wire, 2, null, Timing.LAN, retries);
            server.handler = null;
            wire.advance(5_000);
            call = caller.call("echo", "");
            wire.deliverAll();
            before = List.copyOf(caller.observed);
        }

        void answer() {
            answer(server);
        }

        void answer(FakePeer by) {
            byte[] payload = FakePeer.CODEC.encode(Long.toHexString(call.handle), Response.ok("fine"));
            caller.engine.unpacked(wire.now, by.id, FakePeer.CODEC.decode(payload));
        }

        void runOut() {
            wire.now = Math.max(wire.now, call.deadline);
            caller.engine.tick(wire.now);
        }

        void exit() {
            caller.engine.broken(wire.now, link(), Cause.BROKEN);
            caller.engine.broken(wire.now, link(), Cause.REFUSED);
        }

        /** The caller's newest link to the server; any number once there is none. */
        private long link() {
            return caller.open.stream()
                    .mapToLong(Long::longValue)
                    .filter(link -> caller.isTo(link, server))
                    .max()
                    .orElse(-1);
        }

        int code() {
            return caller.outcome(call) instanceof Outcome.Failed failed ? failed.code() : 0;
        }

        boolean sawAnExit() {
            return caller.observed.size() > before.size();
        }
    }

    static Stream<List<End>> orders() {
        List<List<End>> orders = new ArrayList<>();
        permute(new ArrayList<>(), List.of(End.values()), orders);
        return orders.stream();
    }

    private static void permute(List<End> chosen, List<End> left, List<List<End>> orders) {
        if (left.isEmpty()) {
            orders.add(List.copyOf(chosen));
        }
        for (End next : left) {
            List<End> rest = new ArrayList<>(left);
            rest.remove(next);
            chosen.add(next);
            permute(chosen, rest, orders);
            chosen.remove(chosen.size() - 1);
        }
    }

    @ParameterizedTest
    @MethodSource("orders")
    void theFirstEndCounts(List<End> order) {
        Story story = new Story();
        assertThat(story.caller.outcome(story.call)).isNull();
        order.get(0).happen.accept(story);
        assertThat(story.caller.settled).containsOnlyKeys(story.call);
        assertThat(story.code()).isEqualTo(order.get(0).code);
        order.stream().skip(1).forEach(end -> end.happen.accept(story));
        assertThat(story.code()).isEqualTo(order.get(0).code);
        assertThat(story.sawAnExit()).isEqualTo(order.indexOf(End.EXIT) < order.indexOf(End.CLOSE));
    }

    @Test
    void anAnswerOfAPeerThatWasNotAskedIsNobodys() {
        Story story = new Story();
        story.answer(story.other);
        assertThat(story.caller.settled).isEmpty();
        story.answer(story.server);
        assertThat(story.caller.response(story.call).text()).isEqualTo("fine");
    }

    @Test
    void aCallToAPeerWhoseLinkIsBeingMadeAgainSaysAtOnceThatItWasNotSent() {
        Story story = new Story();
        story.exit(); // The second link refuses as soon as it is dialled, so there is nobody left.
        assertThat(story.caller.failure(story.caller.call("echo", ""))).isEqualTo(SleuthException.UNKNOWN_SERVICE);

        Story again = new Story(RetryPolicy.NONE);
        again.caller.engine.broken(again.wire.now, again.link(), Cause.BROKEN);
        again.caller.engine.broken(again.wire.now, again.link(), Cause.BROKEN); // Now the next one has to wait.
        Call unsent = again.caller.call("echo", "");
        assertThat(again.caller.failure(unsent)).isEqualTo(SleuthException.REQUEST_WHISPER);
        assertThat(again.caller.settled).containsOnlyKeys(unsent);
    }

    @Test
    void tooManyCallsAreRefusedAndTheOthersStillEnd() {
        Story story = new Story();
        Map<Call, Integer> all = new LinkedHashMap<>();
        for (int i = 1; i < Exchange.MAX_CALLS; i++) {
            all.put(story.caller.call("echo", ""), SleuthException.CLOSED);
        }
        all.put(story.caller.call("echo", ""), SleuthException.TOO_MANY_CALLS);
        assertThat(story.caller.settled).hasSize(1);
        story.caller.engine.close(story.wire.now);
        all.forEach((call, code) -> assertThat(story.caller.failure(call)).isEqualTo(code));
        assertThat(story.caller.settled).hasSize(all.size() + 1);
    }

    @Test
    void aClosedPeerWantsNothingMoreAndSaysNothingMore() {
        Story story = new Story();
        story.caller.engine.close(story.wire.now);
        assertThat(story.caller.deadline()).isEqualTo(Long.MAX_VALUE);
        int before = story.caller.observed.size();
        story.caller.engine.unpacked(story.wire.now, story.server.id, new Envelope.Unreadable(932, "not gzip", null));
        story.caller.engine.malformed(story.wire.now, story.server.id, story.server.host, "rubbish");
        assertThat(story.caller.observed).hasSize(before);
    }

    @Test
    void requestsAndAnswersAfterTheEndAreIgnored() {
        Story story = new Story();
        story.server.engine.close(story.wire.now);
        int before = story.wire.sent.size();
        byte[] request = FakePeer.CODEC.encode(story.caller.id, 9, Request.get("/"));
        story.server.engine.unpacked(story.wire.now, story.caller.id, FakePeer.CODEC.decode(request));
        story.server.answer(story.caller.id, "9", Response.of(200));
        story.server.engine.message(story.wire.now, story.caller.id, "10.0.0.2", new Message.Ping(3));
        story.server.engine.tick(story.wire.now + 1_000 * FakeWire.MS);
        story.server.engine.close(story.wire.now);
        assertThat(story.wire.sent).hasSize(before);
        assertThat(story.server.asked).hasSize(1);
        assertThat(story.server.deadline()).isEqualTo(Long.MAX_VALUE);
    }
}
