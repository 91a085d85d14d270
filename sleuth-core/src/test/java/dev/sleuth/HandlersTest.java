package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.rpc.Admission;
import dev.sleuth.rpc.Envelope;
import dev.sleuth.rpc.EnvelopeCodec;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How much is kept of what waits for a handler, or to be read. */
class HandlersTest {
    private static final long LONG = 3_600_000_000_000L;

    @Test
    void longUrlsAndHeadersThatWaitCountAsMuchAsBodies() {
        String much = "x".repeat(500_000);
        for (Request request : List.of(
                Request.get("/" + much),
                Request.get("/").withHeader("a", much),
                Request.get("/").withBody(much))) {
            List<Runnable> waiting = new ArrayList<>();
            Handlers handlers = new Handlers(
                    asked -> Response.of(200),
                    new Admission(10_000, 10_000, LONG),
                    HandlerThreads.of(waiting::add).start("test", new Leadership("test")),
                    new EnvelopeCodec("G", 1 << 20),
                    System::nanoTime);

            int taken = 0;
            while (taken < 10_000 && taken(handlers, request)) {
                taken++;
            }

            assertThat(taken).isBetween(500, 540);
            waiting.forEach(Runnable::run);
            assertThat(taken(handlers, request)).as("there is room again").isTrue();
        }
    }

    @Test
    void aQueueIsNoSignOfTooMuchWorkWhileThereAreMoreAndMoreThreads() {
        AtomicBoolean growing = new AtomicBoolean(true);
        AtomicLong now = new AtomicLong();
        HandlerThreads.Running nobodyBegins = new HandlerThreads.Running() {
            @Override
            public void execute(Runnable task) {}

            @Override
            public boolean isGrowing() {
                return growing.get();
            }

            @Override
            public void stop() {}
        };
        Handlers handlers = new Handlers(
                asked -> Response.of(200),
                new Admission(10_000, 10_000, 1_000),
                nobodyBegins,
                new EnvelopeCodec("G", 1 << 20),
                () -> now.addAndGet(1_000));

        for (int i = 0; i < 10; i++) {
            assertThat(taken(handlers, Request.get("/"))).isTrue();
        }
        growing.set(false);
        assertThat(taken(handlers, Request.get("/"))).isFalse();
    }

    private static boolean taken(Handlers handlers, Request request) {
        AtomicBoolean refused = new AtomicBoolean();
        handlers.serve("0", request, () -> true, answer -> {}, millis -> refused.set(true));
        return !refused.get();
    }

    @Test
    void whatTakesMoreMemoryThanThereIsCannotBeRead() {
        Envelope none = Unpacker.asFarAsMemoryGoes(7, () -> {
            throw new OutOfMemoryError("a test's");
        });

        assertThat(none)
                .isInstanceOfSatisfying(
                        Envelope.Unreadable.class,
                        unreadable ->
                                assertThat(unreadable.why()).isEqualTo("there is too little memory for its 7 bytes"));
    }
}
