package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sleuth.rpc.Observation;
import dev.sleuth.rpc.Refusal;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Services that have more to do than they can, on real sockets. */
@Timeout(60)
class OverloadTest {
    private static final int AT_WORK = 4;
    private static final int MOST = AT_WORK + GrowingPool.MAX_WAITING;

    private final Lab lab = new Lab();
    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch atWork = new CountDownLatch(AT_WORK);
    private final AtomicInteger begun = new AtomicInteger();

    @AfterEach
    void close() {
        release.countDown();
        lab.close();
    }

    /** A service whose handlers wait for the end of the test. */
    private Sleuth stuck(String service, Duration longestWait) {
        return lab.join(lab.service(service, request -> {
                    begun.incrementAndGet();
                    atWork.countDown();
                    release.await();
                    return Response.ok("done");
                })
                .withHandlerThreads(HandlerThreads.pool(AT_WORK).withLongestWait(longestWait)));
    }

    private static List<CompletableFuture<Response>> ask(Sleuth client, String service, int times) {
        List<CompletableFuture<Response>> answers = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            answers.add(client.sendAsync(Request.get("sleuth://" + service + "/")));
        }
        return answers;
    }

    @Test
    void aPeerWithoutAFreeThreadStillHearsAnswersForItselfAndCallsOthers() throws Exception {
        Queue<Observation> doubts = new ConcurrentLinkedQueue<>();
        Sleuth busy = stuck("stuck", Duration.ofHours(1));
        lab.join(lab.service("quick", request -> Response.ok("now")));
        Sleuth client = lab.join(lab.client().withListener(seen -> {
            if (seen instanceof Observation.Exited || seen instanceof Observation.Suspected) {
                doubts.add(seen);
            }
        }));
        client.waitFor(Lab.SOON, "stuck", "quick");
        busy.waitFor(Lab.SOON, "quick");
        List<CompletableFuture<Response>> asked = ask(client, "stuck", AT_WORK);
        Lab.awaitOpen(atWork);
        asked.addAll(ask(client, "stuck", GrowingPool.MAX_WAITING));

        // It is full, says so at once, and is not asked again meanwhile.
        Response refused = client.send(Request.get("sleuth://stuck/"));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(Refusal.isUnexecuted(refused)).isTrue();
        Sleuth late = lab.join(lab.client());
        late.waitFor(Lab.SOON, "stuck");
        // Longer than it takes to give a silent peer up.
        long until = System.nanoTime() + lab.client().timing().gone().toNanos() * 3 / 2;
        while (System.nanoTime() < until) {
            assertThat(busy.send(Request.get("sleuth://quick/")).text()).isEqualTo("now");
            assertThat(late.send(Request.get("sleuth://" + busy.id() + "@" + WellKnown.PATH))
                            .status())
                    .isEqualTo(200);
        }

        assertThat(doubts).isEmpty();
        assertThat(asked).noneMatch(CompletableFuture::isDone);
        release.countDown();
        for (CompletableFuture<Response> answer : asked) {
            assertThat(answer.get(10, TimeUnit.SECONDS).text()).isEqualTo("done");
        }
        assertThat(begun).hasValue(MOST);
    }

    @Test
    void aFullReplicaIsPassedOverAndNobodyNotices() throws Exception {
        stuck("tea", Duration.ofHours(1));
        Sleuth client = lab.join(lab.client());
        client.waitFor(Lab.SOON, "tea");
        List<CompletableFuture<Response>> asked = ask(client, "tea", AT_WORK);
        Lab.awaitOpen(atWork);
        asked.addAll(ask(client, "tea", GrowingPool.MAX_WAITING));
        Sleuth other = lab.join(lab.service("tea", request -> Response.ok("the other's")));
        await().atMost(Lab.SOON).until(() -> client.peers().size() == 2);

        for (int i = 0; i < 50; i++) {
            assertThat(client.send(Request.post("sleuth://tea/", "")).text()).isEqualTo("the other's");
        }

        other.close();
        await().atMost(Lab.SOON).until(() -> client.peers().size() == 1);
        await().atMost(Lab.SOON)
                .until(() -> client.send(Request.get("sleuth://tea/")).status() == 503);
    }

    @Test
    void whoeverWouldWaitTooLongIsToldSoAtOnceAndWhoeverDidIsNotCarriedOut() throws Exception {
        stuck("slow", Duration.ofMillis(50));
        Sleuth client = lab.join(lab.client());
        client.waitFor(Lab.SOON, "slow");
        List<CompletableFuture<Response>> atWorkNow = ask(client, "slow", AT_WORK);
        Lab.awaitOpen(atWork);

        List<CompletableFuture<Response>> waiting = ask(client, "slow", 20);
        // There is room for 256; but nobody has had a turn for 50 ms.
        await().atMost(Lab.SOON).until(() -> {
            waiting.addAll(ask(client, "slow", 1));
            return waiting.stream().anyMatch(CompletableFuture::isDone);
        });
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
        await().atMost(Lab.SOON).until(() -> System.nanoTime() > until);
        release.countDown();

        for (CompletableFuture<Response> answer : atWorkNow) {
            assertThat(answer.get(10, TimeUnit.SECONDS).text()).isEqualTo("done");
        }
        int refused = 0;
        for (CompletableFuture<Response> answer : waiting) {
            Response response = answer.get(10, TimeUnit.SECONDS);
            assertThat(response.status()).isIn(200, 503);
            refused += Refusal.isUnexecuted(response) ? 1 : 0;
        }
        assertThat(refused).as("all but the last").isEqualTo(waiting.size() - 1);
        await().atMost(Lab.SOON)
                .until(() -> client.send(Request.get("sleuth://slow/")).status() == 200);
    }
}
