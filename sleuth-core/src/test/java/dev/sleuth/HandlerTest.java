package dev.sleuth;

import static dev.sleuth.rpc.SleuthException.DO;
import static dev.sleuth.rpc.SleuthException.INITIALIZE;
import static dev.sleuth.rpc.SleuthException.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.sleuth.rpc.Handler;
import dev.sleuth.rpc.Observation;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a service's handler may do, and what it does to others. */
@Timeout(60)
class HandlerTest {
    private final Lab lab = new Lab();
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void closeAll() {
        release.countDown();
        lab.close();
    }

    @Test
    void requestsAreHandledAtTheSameTime() throws Exception {
        CountDownLatch all = new CountDownLatch(20);
        Sleuth client = clientOf(
                "meet",
                request -> {
                    all.countDown();
                    Lab.awaitOpen(all);
                    return Response.ok("met");
                },
                HandlerThreads.pool());

        List<CompletableFuture<Response>> answers = askManyTimes(client, "meet", 20);

        for (CompletableFuture<Response> answer : answers) {
            assertThat(answer.get(10, TimeUnit.SECONDS).text()).isEqualTo("met");
        }
    }

    @Test
    void handlersMayCallEachOtherSeveralLevelsDeepWhileAllThreadsThatTheyBeganWithWait() throws Exception {
        CompletableFuture<Sleuth> ping = new CompletableFuture<>();
        CompletableFuture<Sleuth> pong = new CompletableFuture<>();
        ping.complete(lab.join(lab.service("ping", request -> deeper(ping.get(), "pong", request))));
        pong.complete(lab.join(lab.service("pong", request -> deeper(pong.get(), "ping", request))));
        Sleuth client = lab.join(lab.client());
        ping.get().waitFor(Lab.SOON, "pong");
        pong.get().waitFor(Lab.SOON, "ping");
        client.waitFor(Lab.SOON, "ping", "pong");

        List<CompletableFuture<Response>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(client.sendAsync(Request.post("sleuth://ping/", "6")));
        }

        for (CompletableFuture<Response> answer : answers) {
            assertThat(answer.get(20, TimeUnit.SECONDS).text()).isEqualTo("0123456");
        }
    }

    @Test
    void aHandlerThatWasShortForLongMayTakeLongAndCallOthersAllTheSame() throws Exception {
        CompletableFuture<Sleuth> self = new CompletableFuture<>();
        CountDownLatch held = new CountDownLatch(1);
        self.complete(lab.join(lab.service("moody", request -> {
            switch (request.url()) {
                case "/hold" -> {
                    held.countDown();
                    Lab.awaitOpen(release);
                }
                case "/call" -> {
                    return self.get().send(Request.get("sleuth://other/"));
                }
                default -> {}
            }
            return Response.ok(Thread.currentThread().getName());
        })));
        lab.join(lab.service("other", request -> Response.ok("the other's")));
        self.get().waitFor(Lab.SOON, "other");
        Sleuth client = lab.join(lab.client());
        client.waitFor(Lab.SOON, "moody");
        // Until the thread that receives has taken to running the handler itself; on a busy machine runs look long.
        await().pollInSameThread()
                .pollInterval(1, TimeUnit.MICROSECONDS)
                .atMost(Lab.SOON)
                .until(() -> {
                    IntStream.range(0, 1_000)
                            .forEach(run -> self.join().driver().leadership().took(0));
                    return client.send(Request.get("sleuth://moody/")).text().endsWith("-inbox");
                });

        assertThat(client.send(Request.get("sleuth://moody/call")).text()).isEqualTo("the other's");
        CompletableFuture<Response> last = client.sendAsync(Request.get("sleuth://moody/hold"));
        Lab.awaitOpen(held);
        for (int i = 0; i < 1_000; i++) {
            assertThat(client.send(Request.get("sleuth://moody/")).status()).isEqualTo(200);
        }

        assertThat(last).isNotDone();
        release.countDown();
        assertThat(last.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
    }

    private static Response deeper(Sleuth self, String other, Request request) {
        int level = Integer.parseInt(request.text());
        String below = level == 0
                ? ""
                : self.send(Request.post("sleuth://" + other + "/", "" + (level - 1)))
                        .text();
        return Response.ok(below + level);
    }

    @Test
    void aHandlerThatFailsOrAnswersNothingThatCanBeSentIsA500() {
        Sleuth client = clientOf(
                "odd",
                request -> switch (request.url()) {
                    case "/exception" -> throw new Exception("a test's");
                    case "/error" -> throw new AssertionError("a test's");
                    case "/stack" -> throw new StackOverflowError("a test's");
                    case "/null" -> null;
                    case "/no-body" -> Response.ok((byte[]) null);
                    case "/no-name" -> new Response(200, Collections.singletonMap(null, List.of("x")), new byte[0]);
                    case "/headers" -> Response.ok("").withHeader("long", "x".repeat(3 << 20));
                    default -> Response.ok("fine");
                },
                HandlerThreads.pool(),
                1024);

        for (String path : List.of("/exception", "/error", "/stack", "/null", "/no-body", "/no-name", "/headers")) {
            assertThat(client.send(Request.get("sleuth://odd" + path)).status())
                    .as(path)
                    .isEqualTo(500);
        }
        assertThat(client.send(Request.get("sleuth://odd/")).text()).isEqualTo("fine");
        assertThat(client.peers()).hasSize(1);
    }

    @Test
    void aServiceThatIsFullAnswers503AtOnceAndIsFineAgainLater() throws Exception {
        CountDownLatch atWork = new CountDownLatch(GrowingPool.MAX_AT_WORK);
        Sleuth client = clientOf(
                "full",
                request -> {
                    atWork.countDown();
                    release.await();
                    return Response.ok("done");
                },
                HandlerThreads.pool().withLongestWait(Duration.ofHours(1)));
        List<CompletableFuture<Response>> taken = askManyTimes(client, "full", GrowingPool.MAX_AT_WORK);
        Lab.awaitOpen(atWork);
        taken.addAll(askManyTimes(client, "full", GrowingPool.MAX_WAITING));

        Response refused = client.send(Request.get("sleuth://full/"));
        release.countDown();

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        for (CompletableFuture<Response> answer : taken) {
            assertThat(answer.get(10, TimeUnit.SECONDS).text()).isEqualTo("done");
        }
        // It said when to come back, and is not asked before.
        await().atMost(Lab.SOON)
                .until(() -> client.send(Request.get("sleuth://full/")).status() == 200);
    }

    @Test
    void slowHandlersDelayNeitherDiscoveryNorTheFailureDetectorNorOthersCalls() throws Exception {
        List<String> gone = new ArrayList<>();
        CountDownLatch atWork = new CountDownLatch(100);
        lab.join(lab.service("slow", request -> {
            atWork.countDown();
            release.await();
            return Response.ok("late");
        }));
        lab.join(lab.service("quick", request -> Response.ok("now")));
        Sleuth client = lab.join(lab.client().withListener(seen -> {
            if (seen instanceof Observation.Exited) {
                gone.add(seen.toString());
            }
        }));
        client.waitFor(Lab.SOON, "slow", "quick");
        List<CompletableFuture<Response>> slow = askManyTimes(client, "slow", 100);
        Lab.awaitOpen(atWork);

        Sleuth late = lab.join(lab.client());
        late.waitFor(Lab.SOON, "slow", "quick");
        // Longer than it takes to give a silent peer up.
        long until = System.nanoTime() + lab.client().timing().gone().toNanos() * 3 / 2;
        while (System.nanoTime() < until) {
            assertThat(client.send(Request.get("sleuth://quick/")).text()).isEqualTo("now");
            assertThat(late.send(Request.get("sleuth://quick/")).text()).isEqualTo("now");
        }

        assertThat(gone).isEmpty();
        assertThat(slow).noneMatch(CompletableFuture::isDone);
        release.countDown();
        for (CompletableFuture<Response> answer : slow) {
            assertThat(answer.get(10, TimeUnit.SECONDS).text()).isEqualTo("late");
        }
    }

    @Test
    void anInlineHandlerRunsOnTheReceivingThreadAndCannotWaitForOthers() {
        CompletableFuture<Sleuth> self = new CompletableFuture<>();
        AtomicReference<List<Integer>> send = new AtomicReference<>();
        AtomicReference<List<Integer>> wait = new AtomicReference<>();
        AtomicReference<String> where = new AtomicReference<>();
        self.complete(lab.join(lab.service("inline", request -> {
                    where.set(Thread.currentThread().getName());
                    send.set(Lab.trace(() -> self.get().send(Request.get("sleuth://inline/"))));
                    wait.set(Lab.trace(() -> self.get().waitFor(Lab.SOON, "none")));
                    return Response.ok("done");
                })
                .withHandlerThreads(HandlerThreads.inline())));
        Sleuth client = lab.join(lab.client());
        client.waitFor(Lab.SOON, "inline");

        assertThat(client.send(Request.get("sleuth://inline/")).text()).isEqualTo("done");

        assertThat(where.get()).startsWith("sleuth-" + self.join().id().name());
        assertThat(send.get()).containsExactly(DO);
        assertThat(wait.get()).containsExactly(WAIT);
    }

    @Test
    void anInlineHandlerMayCallOthersWithoutWaiting() throws Exception {
        CompletableFuture<Sleuth> self = new CompletableFuture<>();
        CompletableFuture<String> heard = new CompletableFuture<>();
        lab.join(lab.service("other", request -> Response.ok("from the other")));
        self.complete(lab.join(lab.service("inline", request -> {
                    self.get()
                            .sendAsync(Request.get("sleuth://other/"))
                            .thenAccept(response -> heard.complete(response.text()));
                    return Response.of(202);
                })
                .withHandlerThreads(HandlerThreads.inline())));
        Sleuth client = lab.join(lab.client());
        client.waitFor(Lab.SOON, "inline");
        self.get().waitFor(Lab.SOON, "other");

        assertThat(client.send(Request.get("sleuth://inline/")).status()).isEqualTo(202);

        assertThat(heard.get(10, TimeUnit.SECONDS)).isEqualTo("from the other");
    }

    @Test
    void whatTheApplicationsExecutorDoesNotTakeIsA503() {
        Sleuth client = clientOf("rejects", request -> Response.ok(""), HandlerThreads.of(task -> {
            throw new RejectedExecutionException("a test's");
        }));
        Sleuth other = clientOf("broken", request -> Response.ok(""), HandlerThreads.of(task -> {
            throw new IllegalStateException("a test's");
        }));

        assertThat(client.send(Request.get("sleuth://rejects/")).status()).isEqualTo(503);
        assertThat(other.send(Request.get("sleuth://broken/")).status()).isEqualTo(503);
    }

    @Test
    void thePoolTellsThatItGrowsForTasksThatWaitAndNoMoreWhenItHasGrown() {
        HandlerThreads.Running pool = HandlerThreads.pool(256).start("growing", new Leadership("growing"));
        try {
            for (int i = 0; i < 256; i++) {
                pool.execute(() -> Uninterrupted.await(release));
            }
            // One look in each millisecond, and two threads more at each.
            await().pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(100, TimeUnit.MICROSECONDS)
                    .atMost(Lab.SOON)
                    .until(pool::isGrowing);
            await().atMost(Lab.SOON).until(() -> !pool.isGrowing());
        } finally {
            release.countDown();
            pool.stop();
        }
    }

    @Test
    void virtualThreadsAreRefusedWithAReasonWhereTheJdkHasNone() {
        assumeThat(Runtime.version().feature()).isLessThan(21);

        assertThat(Lab.trace(HandlerThreads::virtual)).containsExactly(INITIALIZE);
        assertThatThrownBy(HandlerThreads::virtual).hasMessageContaining("use JDK 21 or newer");
    }

    @Test
    void virtualThreadsHandleRequestsAndRefuseMoreThan512AtOnce() throws Exception {
        assumeThat(Runtime.version().feature()).isGreaterThanOrEqualTo(21);
        CountDownLatch atWork = new CountDownLatch(512);
        Sleuth client = clientOf(
                "virtual",
                request -> {
                    atWork.countDown();
                    release.await();
                    return Response.ok("done");
                },
                HandlerThreads.virtual());
        List<CompletableFuture<Response>> taken = askManyTimes(client, "virtual", 512);
        Lab.awaitOpen(atWork);

        assertThat(client.send(Request.get("sleuth://virtual/")).status()).isEqualTo(503);
        release.countDown();

        for (CompletableFuture<Response> answer : taken) {
            assertThat(answer.get(10, TimeUnit.SECONDS).text()).isEqualTo("done");
        }
        await().atMost(Lab.SOON)
                .until(() -> client.send(Request.get("sleuth://virtual/")).status() == 200);
    }

    private Sleuth clientOf(String service, Handler handler, HandlerThreads threads) {
        return clientOf(service, handler, threads, lab.client().maxBody());
    }

    private Sleuth clientOf(String service, Handler handler, HandlerThreads threads, int maxBody) {
        lab.join(lab.service(service, handler).withHandlerThreads(threads).withMaxBody(maxBody));
        Sleuth client = lab.join(lab.client().withMaxBody(maxBody));
        client.waitFor(Lab.SOON, service);
        return client;
    }

    private static List<CompletableFuture<Response>> askManyTimes(Sleuth client, String service, int times) {
        List<CompletableFuture<Response>> answers = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            answers.add(client.sendAsync(Request.get("sleuth://" + service + "/")));
        }
        return answers;
    }
}
