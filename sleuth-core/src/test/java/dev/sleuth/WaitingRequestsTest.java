package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import dev.sleuth.rpc.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that wait for a thread while their caller is lost: what they would change may be newer by then. */
@Timeout(60)
class WaitingRequestsTest {
    private final Lab lab = new Lab();
    /** Nothing runs before the test has it run. */
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    private final Queue<String> done = new ConcurrentLinkedQueue<>();
    private final Hooks hooks = Hooks.none();
    private final Sleuth service = lab.join(lab.service("store", request -> {
                done.add(request.method() + " " + request.text());
                return Response.ok("stored");
            })
            .withHandlerThreads(HandlerThreads.of(waiting::add).withLongestWait(Duration.ofHours(1)))
            .withGrace(Duration.ZERO));
    private Sleuth caller = Sleuth.join(lab.client(), hooks);

    @AfterEach
    void nothingIsLeft() {
        caller.close();
        lab.close();
    }

    private void ask(String... methods) {
        caller.waitFor(Lab.SOON, "store");
        int before = waiting.size();
        for (String method : methods) {
            caller.sendAsync(Request.of(method, "sleuth://store/").withBody("old"));
        }
        await().atMost(Lab.SOON).until(() -> waiting.size() == before + methods.length);
    }

    private void runAll() {
        while (!waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    @Test
    void whatACallerAskedThatIsGoneIsNotCarriedOut() {
        ask("PUT", "GET");
        Harness.abort(caller);
        await().atMost(Lab.SOON).until(() -> service.peers().isEmpty());

        runAll();

        assertThat(done).isEmpty();
        assertThat(service.driver().queues().requests()).isZero();
    }

    @Test
    void aCallerThatIsBackGetsWhatItAsksNowAndNotWhatItAskedBefore() {
        ask("PUT", "POST", "GET");
        Harness.abort(caller);
        await().atMost(Lab.SOON).until(() -> service.peers().isEmpty());
        // A test's makeshift: what it asks has the same handles again, so the refusals seem to be meant for that.
        caller = Sleuth.join(lab.client().withRetries(RetryPolicy.NONE), hooks);
        await().atMost(Lab.SOON).until(() -> service.peers().size() == 1);
        ask("DELETE");

        runAll();

        // What only asks does no harm.
        assertThat(done).containsExactly("GET old", "DELETE old");
    }

    @Test
    void whatStillWaitsWhenTheServiceHasLeftIsNotCarriedOut() {
        ask("PUT");
        service.close();

        runAll();

        assertThat(done).isEmpty();
    }

    @Test
    void whatMerelyWaitedIsCarriedOut() {
        ask("PUT", "GET");

        runAll();

        assertThat(done).containsExactlyElementsOf(List.of("PUT old", "GET old"));
    }
}
