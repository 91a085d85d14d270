package dev.sleuth.dashboard.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.Sleuth;
import dev.sleuth.SleuthConfig;
import dev.sleuth.dashboard.model.Picture;
import dev.sleuth.dashboard.model.Picture.State;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import java.io.File;
import java.io.IOException;
import java.net.DatagramSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveNetworkTest {
    private static final Duration GENEROUS = Duration.ofSeconds(60);

    private final int port = freePort();
    private final String group = "live-" + UUID.randomUUID();
    private final List<Sleuth> peers = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();
    private final ScheduledExecutorService callers = Executors.newScheduledThreadPool(2);

    private static int freePort() {
        try (DatagramSocket socket = new DatagramSocket()) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private SleuthConfig config() {
        return SleuthConfig.defaults().withInterface("lo").withPort(port).withGroup(group);
    }

    private Sleuth join(SleuthConfig config) {
        Sleuth peer = Sleuth.join(config);
        peers.add(peer);
        return peer;
    }

    /** {@code ./sleuth peer} as a user starts it, in a process of its own. */
    private Process peer(String service) throws IOException {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.sleuth.sim.cli.Main",
                        "peer",
                        "--service",
                        service,
                        "--echo",
                        "--interface",
                        "lo",
                        "--port",
                        String.valueOf(port),
                        "--group",
                        group)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        processes.add(process);
        return process;
    }

    private void callTenTimesASecond(Sleuth caller, String service) {
        callers.scheduleAtFixedRate(
                () -> caller.sendAsync(Request.post("sleuth://" + service + "/", "hello")),
                0,
                100,
                TimeUnit.MILLISECONDS);
    }

    private static Picture await(LiveNetwork network, Predicate<Picture> wanted) {
        return Awaitility.await().atMost(GENEROUS).until(() -> network.frame(System.nanoTime()), wanted);
    }

    @AfterEach
    void everybodyGoes() {
        callers.shutdownNow();
        peers.forEach(Sleuth::close);
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void fivePeersTheirEdgesAndTheirRatesAppearAndOneThatIsKilledDisappears() throws IOException {
        peer("tea");
        Process killed = peer("tea");
        join(config().withService("milk", request -> Response.ok(request.body())));
        Sleuth thirsty = join(config());
        Sleuth hungry = join(config());
        thirsty.waitFor(GENEROUS, "tea", "milk");
        hungry.waitFor(GENEROUS, "milk");
        callTenTimesASecond(thirsty, "tea");
        callTenTimesASecond(hungry, "milk");

        try (LiveNetwork network = LiveNetwork.join(config())) {
            Picture all = await(
                    network,
                    picture -> picture.peers().size() == 5
                            && picture.peers().stream().allMatch(peer -> peer.state() == State.UP)
                            && picture.sights().stream()
                                            .filter(Picture.Sight::mutual)
                                            .count()
                                    == 10
                            && picture.flows().size() == 3
                            && picture.calls().all() > 20);
            assertThat(all.peers()).extracting(Picture.Peer::service).containsExactly(null, null, "milk", "tea", "tea");
            assertThat(all.flows())
                    .allMatch(flow -> flow.rate().all() > 1 && flow.rate().all() < 20);

            killed.destroyForcibly();
            Picture without =
                    await(network, picture -> picture.peers().stream().anyMatch(peer -> peer.state() == State.DOWN));
            assertThat(without.sights().stream().filter(Picture.Sight::mutual)).hasSize(6);
            await(
                    network,
                    picture -> picture.peers().size() == 4 && picture.flows().size() == 2);
        }
    }

    @Test
    void whoDoesNotTellItsViewIsShownNevertheless() {
        join(config().withService("secret", request -> Response.ok("no")).withWellKnown(false));
        Sleuth open = join(config());

        try (LiveNetwork network = LiveNetwork.join(config())) {
            Picture picture = await(
                    network, seen -> seen.peers().size() == 2 && !seen.sights().isEmpty());

            assertThat(picture.peers())
                    .filteredOn(peer -> "secret".equals(peer.service()))
                    .extracting(Picture.Peer::state)
                    .containsExactly(State.SILENT);
            assertThat(picture.peer(open.id().toString()))
                    .extracting(Picture.Peer::state)
                    .isEqualTo(State.UP);
        }
    }
}
