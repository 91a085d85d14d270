package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.sleuth.rpc.Handler;
import dev.sleuth.rpc.SleuthException;
import dev.sleuth.zre.Timing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.zeromq.ZContext;

/** Configs for tests on real sockets: on loopback, and on a UDP port and in a group that nobody else uses. */
final class Lab implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(10);
    /** Nobody is suspected or given up, however busy the machine is. */
    static final Timing CALM = new Timing(
            Timing.LAN.beacon(),
            Timing.LAN.quiet(),
            Duration.ofMinutes(1),
            Timing.LAN.hello(),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1));

    private final int port;
    private final String group;
    private final Queue<Sleuth> peers = new ConcurrentLinkedQueue<>();

    Lab() {
        this(freePort(), "lab-" + UUID.randomUUID());
    }

    /** Where others are, too. */
    Lab(int port, String group) {
        this.port = port;
        this.group = group;
    }

    int port() {
        return port;
    }

    String group() {
        return group;
    }

    /** Joins; {@link #close} closes the peer if the test has not. */
    Sleuth join(SleuthConfig config) {
        Sleuth peer = Sleuth.join(config);
        peers.add(peer);
        return peer;
    }

    /** Closes all peers, and waits until no thread of theirs or of JeroMQ's is left. */
    @Override
    public void close() {
        peers.forEach(Sleuth::close);
        peers.clear();
        awaitNoThreads();
    }

    /** For sockets of a test's own, with the same I/O threads as the peers'. */
    static ZContext context() {
        ZContext context = new ZContext();
        IoThreads.equip(context);
        return context;
    }

    static NetworkPlace loopback() {
        return new InterfaceChoice(List.of("lo"), null)
                .atStart(Surroundings.now())
                .get(0);
    }

    SleuthConfig client() {
        return SleuthConfig.defaults()
                .withInterface("lo")
                .withPort(port)
                .withGroup(group)
                .withTimeout(SOON);
    }

    SleuthConfig service(String name, Handler handler) {
        return client().withService(name, handler);
    }

    /** The codes of what {@code call} fails with. */
    static List<Integer> trace(ThrowingCallable call) {
        SleuthException failure = catchThrowableOfType(SleuthException.class, call);
        assertThat(failure).as("the failure").isNotNull();
        return failure.trace();
    }

    /** Waits for something that has to happen soon. */
    static void awaitOpen(CountDownLatch latch) {
        try {
            assertThat(latch.await(SOON.toSeconds(), TimeUnit.SECONDS))
                    .as("comes soon")
                    .isTrue();
        } catch (InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    static void awaitNoThreads() {
        await().atMost(SOON).untilAsserted(() -> assertThat(threads()).isEmpty());
    }

    static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name ->
                        name.startsWith("sleuth-") || name.startsWith("iothread-") || name.startsWith("reaper-"))
                .sorted()
                .toList();
    }

    static int freePort() {
        try (DatagramSocket socket = new DatagramSocket()) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }
}
