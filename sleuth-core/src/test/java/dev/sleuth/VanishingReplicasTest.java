package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sleuth.rpc.Observation;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import dev.sleuth.rpc.SleuthException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three replicas in processes of their own, 200 calls a second, and one replica after the other vanishes. */
@Timeout(240)
class VanishingReplicasTest {
    /** More of them in .ci/soak. */
    private static final int ROUNDS = Integer.getInteger("sleuth.crashes", 1);

    private static final long PAUSE_NANOS = 5_000_000;

    @TempDir
    private Path folder;

    private final Lab lab = new Lab();
    private final Map<String, Long> gone = new ConcurrentHashMap<>();
    private final List<Replica> replicas = new ArrayList<>();
    private final Queue<CompletableFuture<Response>> calls = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private Sleuth client;

    @BeforeEach
    void theyMeet() throws IOException {
        for (int i = 0; i < 3; i++) {
            start();
        }
        client = lab.join(lab.client().withTimeout(Duration.ofSeconds(3)).withListener(this::seen));
        awaitThree();
    }

    private void start() throws IOException {
        Path ledger = Files.createFile(folder.resolve("ledger-" + System.nanoTime()));
        replicas.add(Replica.start(lab, "echo", ledger));
    }

    private void seen(Observation observation) {
        if (observation instanceof Observation.Exited exited) {
            gone.put(exited.member().id().toString(), System.nanoTime());
        }
    }

    private void awaitThree() {
        await().atMost(Lab.SOON).until(() -> offering().size() == 3);
    }

    private List<String> offering() {
        return client.services().getOrDefault("echo", List.of()).stream()
                .map(member -> member.id().toString())
                .toList();
    }

    @AfterEach
    void closeAll() {
        clock.shutdownNow();
        replicas.forEach(Replica::close);
        lab.close();
    }

    private void load(String method) {
        AtomicLong number = new AtomicLong();
        clock.scheduleAtFixedRate(
                () -> calls.add(client.sendAsync(
                        Request.of(method, "sleuth://echo/").withBody("call " + number.getAndIncrement()))),
                0,
                PAUSE_NANOS,
                TimeUnit.NANOSECONDS);
    }

    private void awaitCalls(int more) {
        int enough = calls.size() + more;
        await().atMost(Lab.SOON).until(() -> calls.size() >= enough);
    }

    /** Ends the load; returns what failed. */
    private List<SleuthException> failures() throws InterruptedException {
        clock.shutdown();
        assertThat(clock.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        List<SleuthException> failures = new ArrayList<>();
        for (CompletableFuture<Response> call : calls) {
            try {
                Response response = call.join();
                assertThat(response.status()).isEqualTo(200);
            } catch (CompletionException failure) {
                failures.add((SleuthException) failure.getCause());
            }
        }
        return failures;
    }

    private long awaitGone(Replica replica) {
        await().atMost(Lab.SOON).pollInterval(Duration.ofMillis(5)).until(() -> gone.containsKey(replica.name()));
        return gone.get(replica.name());
    }

    @Test
    void aKilledReplicaIsMissedByNoCaller() throws Exception {
        load("GET");
        awaitCalls(100);
        long[] times = new long[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            Replica victim = replicas.remove(0);
            long killed = victim.kill();
            times[round] = awaitGone(victim) - killed;
            start();
            awaitThree();
            awaitCalls(100);
        }
        print("kill -9: gone after", times);
        assertThat(failures()).isEmpty();
    }

    @Test
    void aFrozenReplicaIsMissedByNoCallerAndHasItsShareWhenItIsBack() throws Exception {
        load("GET");
        awaitCalls(100);
        long[] goneAfter = new long[ROUNDS];
        long[] backAfter = new long[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            Replica victim = replicas.get(round % 3);
            gone.clear();
            long frozen = System.nanoTime();
            victim.signal("STOP");
            goneAfter[round] = awaitGone(victim) - frozen;
            awaitCalls(50);
            long thawed = System.nanoTime();
            victim.signal("CONT");
            awaitThree();
            backAfter[round] = System.nanoTime() - thawed;
            Map<String, Long> shares = shares(300);
            assertThat(shares).hasSize(3);
            assertThat(shares.values()).allSatisfy(share -> assertThat(share).isBetween(95L, 105L));
        }
        print("SIGSTOP: gone after", goneAfter);
        print("SIGCONT: back after", backAfter);
        assertThat(failures()).isEmpty();
        // Those that waited for it say that they were sent twice, and the others say nothing.
        assertThat(calls.stream().map(call -> call.join().headerValues("Sleuth-Attempts")))
                .contains(List.of("2"))
                .contains(List.of());
    }

    /** How many of the next calls each replica answers. */
    private Map<String, Long> shares(int count) {
        awaitCalls(1);
        int from = calls.size();
        awaitCalls(count);
        return calls.stream()
                .skip(from)
                .limit(count)
                .map(call -> call.join().header("Served-By"))
                .collect(Collectors.groupingBy(name -> name, LinkedHashMap::new, Collectors.counting()));
    }

    @Test
    void noPostIsDoneTwiceAndThoseThatFailNameWhoIsGone() throws Exception {
        load("POST");
        awaitCalls(100);
        List<String> killed = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Replica victim = replicas.remove(0);
            killed.add(victim.name().substring(0, 6));
            victim.kill();
            awaitGone(victim);
            start();
            awaitThree();
            Replica frozen = replicas.get(0);
            killed.add(frozen.name().substring(0, 6));
            frozen.signal("STOP");
            awaitGone(frozen);
            frozen.signal("CONT");
            awaitThree();
            awaitCalls(100);
        }
        assertThat(failures()).allSatisfy(failure -> {
            assertThat(failure.code()).isEqualTo(SleuthException.PEER_GONE);
            assertThat(killed).anyMatch(failure.getMessage()::contains);
        });
        List<String> done = new ArrayList<>();
        try (var ledgers = Files.list(folder)) {
            for (Path ledger : ledgers.toList()) {
                done.addAll(Files.readAllLines(ledger));
            }
        }
        assertThat(done).doesNotHaveDuplicates();
        assertThat(done.size()).isGreaterThanOrEqualTo((int)
                calls.stream().filter(call -> !call.isCompletedExceptionally()).count());
    }

    private static void print(String what, long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        System.out.printf(
                "%s %s ms, median %.1f ms%n",
                what,
                Arrays.stream(sorted)
                        .mapToObj(time -> String.format("%.1f", time / 1e6))
                        .collect(Collectors.joining(", ")),
                sorted[sorted.length / 2] / 1e6);
    }
}
