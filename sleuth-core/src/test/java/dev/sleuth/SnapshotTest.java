package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a peer takes the snapshot that it answers with, on a clock that the test moves. */
@Timeout(60)
class SnapshotTest {
    private static final Request ASK = Request.get(WellKnown.PATH);

    private final AtomicLong clock = new AtomicLong(7);
    private final Queue<String> painters = new ConcurrentLinkedQueue<>();
    private final LinkedBlockingQueue<Response> answers = new LinkedBlockingQueue<>();
    private WellKnown wellKnown = wellKnown(SleuthConfig.defaults(), now -> {
        painters.add(Thread.currentThread().getName());
        return Long.toString(now).getBytes();
    });

    private WellKnown wellKnown(SleuthConfig config, LongFunction<byte[]> painter) {
        return new WellKnown("sleuth-test-well-known", config, clock::get, painter);
    }

    @AfterEach
    void nothingIsLeft() {
        wellKnown.stop();
        Lab.awaitNoThreads();
    }

    @Test
    void itIsTakenWhenSomebodyAsksAndAgainAfterHalfASecondOnAThreadOfItsOwn() throws Exception {
        assertThat(painters).as("before anybody asks").isEmpty();
        assertThat(Lab.threads()).as("before anybody asks").isEmpty();

        assertThat(asked()).isEqualTo("7");
        clock.set(500_000_006);
        assertThat(asked()).isEqualTo("7");
        clock.set(500_000_007);
        assertThat(asked()).isEqualTo("500000007");

        assertThat(painters).containsExactly("sleuth-test-well-known", "sleuth-test-well-known");
    }

    @Test
    void whoAsksWhileTooManyWaitIsToldSoAtOnce() throws Exception {
        CountDownLatch painting = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        wellKnown = wellKnown(SleuthConfig.defaults(), now -> {
            painting.countDown();
            Lab.awaitOpen(go);
            return new byte[] {1};
        });
        wellKnown.answer(ASK, answers::add);
        Lab.awaitOpen(painting);
        for (int i = 0; i < 256; i++) {
            wellKnown.answer(ASK, answers::add);
        }
        assertThat(answers).isEmpty();

        List<Response> refused = new ArrayList<>();
        wellKnown.answer(ASK, refused::add);

        assertThat(refused).extracting(Response::status).containsExactly(503);
        go.countDown();
        await().atMost(Lab.SOON).until(() -> answers.size() == 257);
        assertThat(answers).allMatch(answer -> answer.status() == 200);
    }

    @Test
    void oneThatCannotBeTakenOrSentIsA500() throws Exception {
        wellKnown = wellKnown(SleuthConfig.defaults(), now -> {
            throw new IllegalStateException("a test's");
        });
        assertThat(answer().status()).isEqualTo(500);
        wellKnown.stop();

        wellKnown = wellKnown(SleuthConfig.defaults().withMaxBody(99), now -> new byte[100]);
        assertThat(answer().status()).isEqualTo(500);
        assertThat(answer().text()).contains("longer than 99 bytes");
    }

    private String asked() throws InterruptedException {
        return answer().text();
    }

    private Response answer() throws InterruptedException {
        wellKnown.answer(ASK, answers::add);
        return answers.poll(Lab.SOON.toSeconds(), TimeUnit.SECONDS);
    }
}
