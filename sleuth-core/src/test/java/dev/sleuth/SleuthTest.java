package dev.sleuth;

import static dev.sleuth.rpc.SleuthException.DO;
import static dev.sleuth.rpc.SleuthException.INTERRUPTED;
import static dev.sleuth.rpc.SleuthException.PEER_GONE;
import static dev.sleuth.rpc.SleuthException.SCHEME;
import static dev.sleuth.rpc.SleuthException.TIMEOUT;
import static dev.sleuth.rpc.SleuthException.UNKNOWN_SERVICE;
import static dev.sleuth.rpc.SleuthException.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sleuth.rpc.Handler;
import dev.sleuth.rpc.Member;
import dev.sleuth.rpc.Observation;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What applications see, with real peers on real sockets. */
@Timeout(60)
class SleuthTest {
    private static final Handler ECHO = request -> Response.ok(request.body());

    private final Lab lab = new Lab();
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void closeAll() {
        release.countDown();
        lab.close();
    }

    @Test
    void aClientFindsAServiceAndGetsItsAnswer() {
        Sleuth service = lab.join(lab.service("echo", ECHO).withVersion("1.2"));
        Sleuth client = lab.join(lab.client());
        client.waitFor(Lab.SOON, "echo");

        Response response = client.send(Request.post("sleuth://echo/some/path?q=1#f", "hello"));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).isEqualTo("hello");
        assertThat(client.services()).containsOnlyKeys("echo");
        Member member = client.services().get("echo").get(0);
        assertThat(member.id()).isEqualTo(service.id());
        assertThat(member.version()).isEqualTo("1.2");
        assertThat(client.peers()).containsExactly(member);
    }

    @Test
    void requestAndResponseKeepMethodPathHeadersAndStatus() {
        lab.join(lab.service(
                "mirror",
                request -> Response.of(418)
                        .withHeader("Method", request.method())
                        .withHeader("Url", request.url())
                        .withHeader("X-One", request.header("x-one"))
                        .withBody(String.join(",", request.headers().get("X-Two")))));
        Sleuth client = lab.join(lab.client());
        client.waitFor(Lab.SOON, "mirror");

        Response response = client.send(Request.of("DELETE", "sleuth://mirror/a%20b?c=d&e=%26#f")
                .withHeader("X-One", "\u00fc<&>\"")
                .withHeader("X-Two", "a")
                .withHeader("X-Two", "b"));

        assertThat(response.status()).isEqualTo(418);
        assertThat(response.header("method")).isEqualTo("DELETE");
        assertThat(response.header("url")).isEqualTo("/a%20b?c=d&e=%26#f");
        assertThat(response.header("x-one")).isEqualTo("\u00fc<&>\"");
        assertThat(response.text()).isEqualTo("a,b");
    }

    @Test
    void aLeavingServiceIsGoneAtOnceAndTheNextCallFailsWith919() {
        Sleuth client = lab.join(lab.client());
        Sleuth service = lab.join(lab.service("echo", ECHO));
        client.waitFor(Lab.SOON, "echo");

        service.close();

        await().atMost(Lab.SOON).until(() -> client.peers().isEmpty());
        assertThat(client.services()).isEmpty();
        assertThat(Lab.trace(() -> client.send(Request.get("sleuth://echo/")))).containsExactly(UNKNOWN_SERVICE, DO);
    }

    @Test
    void aCrashedServiceIsGoneWithoutAGoodbyeAndTheCallsThatItWasAskedEndWith941() {
        CountDownLatch asked = new CountDownLatch(1);
        Sleuth client = lab.join(lab.client());
        Sleuth service = lab.join(lab.service("slow", request -> {
            asked.countDown();
            release.await();
            return Response.ok("");
        }));
        client.waitFor(Lab.SOON, "slow");
        CompletableFuture<Response> call = client.sendAsync(Request.get("sleuth://slow/"));
        Lab.awaitOpen(asked);

        Harness.abort(service);

        assertThat(traceOf(call)).containsExactly(PEER_GONE, DO);
        await().atMost(Lab.SOON).until(() -> client.peers().isEmpty());
    }

    @Test
    void callsThatCannotSucceedFailWithTheirCode() {
        lab.join(lab.service("slow", request -> {
            release.await();
            return Response.ok("");
        }));
        Sleuth client = lab.join(lab.client());
        client.waitFor(Lab.SOON, "slow");
        Request slow = Request.get("sleuth://slow/");

        assertThat(Lab.trace(() -> client.send(Request.get("http://slow/")))).containsExactly(SCHEME);
        assertThat(Lab.trace(() -> client.send(Request.get("sleuth://none/")))).containsExactly(UNKNOWN_SERVICE, DO);
        for (Duration timeout : List.of(Duration.ofMillis(20), Duration.ZERO, Duration.ofSeconds(-1))) {
            assertThat(Lab.trace(() -> client.send(slow, timeout)))
                    .as("%s", timeout)
                    .containsExactly(TIMEOUT, DO);
            assertThat(traceOf(client.sendAsync(slow, timeout)))
                    .as("%s", timeout)
                    .containsExactly(TIMEOUT, DO);
        }
        assertThat(traceOf(client.sendAsync(Request.get("http://slow/")))).containsExactly(SCHEME);
    }

    @Test
    void aTimeoutMayBeAsLongAsADurationCan() {
        lab.join(lab.service("echo", ECHO));
        Sleuth client = lab.join(lab.client());
        Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);

        client.waitFor(forEver, "echo");

        assertThat(client.send(Request.post("sleuth://echo/", "x"), forEver).text())
                .isEqualTo("x");
    }

    @Test
    void aServiceDoesNotCallItself() {
        Sleuth service = lab.join(lab.service("echo", ECHO));

        assertThat(Lab.trace(() -> service.send(Request.get("sleuth://echo/")))).containsExactly(UNKNOWN_SERVICE, DO);
    }

    @Test
    void whoWaitsInVainIsToldWhatIsMissing() {
        lab.join(lab.service("echo", ECHO));
        Sleuth client = lab.join(lab.client());
        client.waitFor(Lab.SOON, "echo");

        ThrowingCallable waiting = () -> client.waitFor(Duration.ofMillis(30), "orders", "echo", "stock");

        assertThat(Lab.trace(waiting)).containsExactly(WAIT);
        assertThatThrownBy(waiting).hasMessageContaining("nobody offers orders, stock");
        client.waitFor(Duration.ZERO, "echo");
        client.waitFor(Duration.ZERO);
    }

    @Test
    void anInterruptEndsAWaitWith944AndTheFlagSetAgain() throws Exception {
        Sleuth client = lab.join(lab.client());
        lab.join(lab.service("slow", request -> {
            release.await();
            return Response.ok("");
        }));
        client.waitFor(Lab.SOON, "slow");

        assertThat(interrupted(() -> client.waitFor(Lab.SOON, "none"))).containsExactly(INTERRUPTED, WAIT);
        assertThat(interrupted(() -> client.send(Request.get("sleuth://slow/"))))
                .containsExactly(INTERRUPTED, DO);
    }

    /** Whether the flag was set afterwards is checked here. */
    private static List<Integer> interrupted(ThrowingCallable call) throws Exception {
        AtomicReference<List<Integer>> trace = new AtomicReference<>();
        AtomicBoolean flag = new AtomicBoolean();
        Thread thread = new Thread(() -> {
            trace.set(Lab.trace(call));
            flag.set(Thread.currentThread().isInterrupted());
        });
        thread.start();
        await().until(() ->
                Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING).contains(thread.getState()));
        thread.interrupt();
        thread.join();
        assertThat(flag).as("the interrupted flag").isTrue();
        return trace.get();
    }

    @Test
    void whatDependsOnAFutureRunsNeitherOnTheReceivingThreadNorOnOneThatMakesACall() throws Exception {
        lab.join(lab.service("echo", ECHO));
        Sleuth client = lab.join(lab.client());
        client.waitFor(Lab.SOON, "echo");
        Set<String> ran = ConcurrentHashMap.newKeySet();
        List<CompletableFuture<Void>> dependent = new ArrayList<>();
        String name = "sleuth-" + client.id().name();
        CountDownLatch all = new CountDownLatch(200);

        for (int i = 0; i < 200; i++) {
            // Made to depend before it is complete: at the handler it waits for this very call.
            CompletableFuture<Response> call = client.sendAsync(Request.post("sleuth://echo/", "" + i));
            dependent.add(call.thenAccept(response -> {
                ran.add(Thread.currentThread().getName());
                all.countDown();
            }));
            client.send(Request.post("sleuth://echo/", "between"));
        }
        Lab.awaitOpen(all);

        ran.remove(Thread.currentThread().getName());
        assertThat(ran).isNotEmpty().allSatisfy(thread -> assertThat(thread).startsWith(name + "-teller-"));
        // The last one counts down before it is done.
        assertThat(CompletableFuture.allOf(dependent.toArray(new CompletableFuture<?>[0])))
                .succeedsWithin(Lab.SOON);
    }

    @Test
    void futuresCompleteEvenWhenAllThreadsForThatAreBlockedByWhatDependsOnThem() {
        lab.join(lab.service("echo", ECHO));
        Sleuth client = lab.join(lab.client());
        client.waitFor(Lab.SOON, "echo");
        int blocking = GrowingPool.MAX_AT_WORK + GrowingPool.MAX_WAITING + 50;
        CountDownLatch gate = new CountDownLatch(1);
        List<CompletableFuture<Response>> futures = new ArrayList<>();
        for (int i = 0; i < blocking; i++) {
            CompletableFuture<Response> future = new CompletableFuture<>();
            futures.add(future);
            Harness.call(client, Request.get("sleuth://echo/"), Lab.SOON, outcome -> {
                Lab.awaitOpen(gate);
                future.complete(Response.of(200));
            });
        }

        int full = GrowingPool.MAX_AT_WORK + GrowingPool.MAX_WAITING;
        await().atMost(Lab.SOON).until(() -> client.driver().teller().inHand() == full);

        CompletableFuture<Response> one = client.sendAsync(Request.post("sleuth://echo/", "one"));

        assertThat(one).succeedsWithin(Lab.SOON);
        gate.countDown();
        assertThat(futures).allSatisfy(future -> assertThat(future).succeedsWithin(Lab.SOON));
    }

    @Test
    void theListenerIsToldInOrderWhatHappens() {
        Queue<Observation> seen = new ConcurrentLinkedQueue<>();
        Sleuth client = lab.join(lab.client().withListener(seen::add));
        Sleuth service = lab.join(lab.service("echo", ECHO));
        client.waitFor(Lab.SOON, "echo");

        service.close();

        await().atMost(Lab.SOON).until(() -> seen.stream().anyMatch(Observation.Exited.class::isInstance));
        assertThat(seen)
                .<Class<?>>extracting(Observation::getClass)
                .containsExactly(
                        Observation.Entered.class,
                        Observation.Offered.class,
                        Observation.Withdrawn.class,
                        Observation.Exited.class);
    }

    @Test
    void aListenerThatThrowsIsToldTheNextAllTheSame() {
        Queue<Observation> seen = new ConcurrentLinkedQueue<>();
        Sleuth client = lab.join(lab.client().withListener(observation -> {
            seen.add(observation);
            if (seen.size() % 2 == 0) {
                throw new AssertionError("a test's");
            }
            throw new IllegalStateException("a test's");
        }));
        Sleuth service = lab.join(lab.service("echo", ECHO));
        client.waitFor(Lab.SOON, "echo");

        service.close();

        await().atMost(Lab.SOON).until(() -> seen.size() == 4);
    }

    @Test
    void aListenerThatBlocksDelaysNobody() {
        CountDownLatch told = new CountDownLatch(1);
        Sleuth client = lab.join(lab.client().withListener(observation -> {
            told.countDown();
            waitFor(release);
        }));
        Sleuth first = lab.join(lab.service("first", ECHO));
        Lab.awaitOpen(told);

        Sleuth second = lab.join(lab.service("second", ECHO));
        client.waitFor(Lab.SOON, "first", "second");
        assertThat(client.send(Request.post("sleuth://second/", "x")).text()).isEqualTo("x");
        first.close();
        second.close();
        await().atMost(Lab.SOON).until(() -> client.peers().isEmpty());
        client.close();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException unexpected) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void peersOfOtherGroupsDoNotSeeEachOthersServices() {
        Sleuth other = lab.join(lab.service("echo", ECHO).withGroup("another"));
        Sleuth client = lab.join(lab.client());

        await().atMost(Lab.SOON)
                .until(() -> client.peers().size() == 1 && other.peers().size() == 1);

        assertThat(client.services()).isEmpty();
        assertThat(Lab.trace(() -> client.send(Request.get("sleuth://echo/")))).containsExactly(UNKNOWN_SERVICE, DO);
    }

    private static List<Integer> traceOf(CompletableFuture<Response> future) {
        return Lab.trace(() -> {
            try {
                future.get(10, TimeUnit.SECONDS);
            } catch (ExecutionException failed) {
                throw failed.getCause();
            }
        });
    }
}
