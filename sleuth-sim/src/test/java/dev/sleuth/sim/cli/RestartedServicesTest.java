package dev.sleuth.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sleuth.Sleuth;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import dev.sleuth.rpc.RetryPolicy;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three services as processes of their own. Each gets SIGTERM and is started again, under 200 calls a second. */
@Timeout(240)
class RestartedServicesTest {
    private final String port = Tool.freePort();
    private final Deque<Tool> replicas = new ArrayDeque<>();
    private final Queue<CompletableFuture<Response>> calls = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void theEnd() {
        clock.shutdownNow();
        replicas.forEach(Tool::close);
    }

    @Test
    void no_call_is_lost_while_all_services_are_ended_and_started_again() throws Exception {
        try (Sleuth caller = Sleuth.join(Replica.config(port, false))) {
            restartAll(caller, Request.get("sleuth://echo/"), false);
        }
    }

    /** Whoever calls nobody a second time sees whatever is lost. */
    @Test
    void none_has_to_be_called_again_for_it() throws Exception {
        try (Sleuth caller =
                Sleuth.join(Replica.config(port, true).withTimeout(Tool.SOON).withRetries(RetryPolicy.NONE))) {
            restartAll(caller, Request.post("sleuth://echo/", "x"), true);
        }
    }

    private void start(boolean patience) throws IOException {
        replicas.add(Tool.startProgram(Replica.class, port, "echo", Boolean.toString(patience)));
    }

    private static void awaitThree(Sleuth caller) {
        await().atMost(Tool.SOON)
                .until(() -> caller.services().getOrDefault("echo", List.of()).size() == 3);
    }

    private void awaitCalls(int more) {
        int enough = calls.size() + more;
        await().atMost(Tool.SOON).until(() -> calls.size() >= enough);
    }

    private void restartAll(Sleuth caller, Request request, boolean patience) throws Exception {
        for (int i = 0; i < 3; i++) {
            start(patience);
        }
        awaitThree(caller);
        clock.scheduleAtFixedRate(() -> calls.add(caller.sendAsync(request)), 0, 5, TimeUnit.MILLISECONDS);
        for (int round = 0; round < 3; round++) {
            awaitCalls(100);
            try (Tool old = replicas.remove()) {
                old.signal("TERM");
                assertThat(old.exit()).isEqualTo(143);
                assertThat(old.lines()).last().isEqualTo("left");
            }
            start(patience);
            awaitThree(caller);
        }
        awaitCalls(100);

        clock.shutdown();
        assertThat(clock.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(calls)
                .hasSizeGreaterThan(400)
                .allSatisfy(call -> assertThat(call.get(Tool.SOON.toSeconds(), TimeUnit.SECONDS)
                                .status())
                        .isEqualTo(200));
    }
}
