package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sleuth.rpc.Member;
import dev.sleuth.rpc.Observation;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import dev.sleuth.zre.Endpoint;
import dev.sleuth.zre.PeerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.zeromq.ZContext;

/** What an application finds in its log: a process of its own, because levels are set before the first line. */
@Timeout(120)
class LogsTest {
    private static final int FAILURES = 200;
    private static final int CROWD = 1_000;
    private static final int CALLS = 3_000;

    @TempDir
    Path directory;

    @Test
    void membershipIsInfoAndStrangersNeitherFloodNorWriteIt() throws Exception {
        List<String> log = story("info");

        assertThat(log)
                .anyMatch(line -> line.matches(
                        ".*INFO dev\\.sleuth\\.membership - [0-9A-F]{6} entered: [0-9A-F]{32} at tcp://127\\.0\\.0\\.1:\\d+,"
                                + " offers tea 1\\.2"))
                .anyMatch(line -> line.matches(".*INFO dev\\.sleuth\\.membership - [0-9A-F]{6} is gone \\(left\\): .*"))
                .anyMatch(line -> line.endsWith("offers evil?FAKE line 1"))
                .noneMatch(line -> line.startsWith("FAKE"))
                .noneMatch(line -> line.contains("] DEBUG "));
        assertThat(log)
                .filteredOn(line -> line.contains("offers crowd"))
                .as("%s came at once", CROWD)
                .hasSize(Scribe.MOST_LINES + 1)
                .last()
                .asString()
                .endsWith("offers crowd 1; " + (CROWD - Scribe.MOST_LINES)
                        + " more came or went since the last such line");
    }

    @Test
    void aHandlerThatFailsFillsNoLog() throws Exception {
        List<String> log = story("warn");

        long seconds = Long.parseLong(Files.readString(directory.resolve("out")).strip()) / 1000 + 2;
        assertThat(log)
                .filteredOn(line -> line.contains("WARN dev.sleuth.Handlers - the handler failed at GET /fail"))
                .as("%s failures in less than %s s", FAILURES, seconds)
                .isNotEmpty()
                .hasSizeLessThanOrEqualTo((int) Math.min(FAILURES - 1, seconds * Complaints.MOST_IN_A_SECOND));
        assertThat(log).as("membership is not that important").noneMatch(line -> line.contains("] INFO "));
    }

    @Test
    void callsAreDebugOnBothSidesWithoutWhatMayBeSecret() throws Exception {
        List<String> log = story("debug");

        String took = " after \\d+\\.\\d ms";
        assertThat(log)
                .anyMatch(line -> line.matches(
                        ".*DEBUG dev\\.sleuth\\.calls - GET sleuth://tea/brew: 204 from [0-9A-F]{6}" + took))
                .anyMatch(line ->
                        line.matches(".*DEBUG dev\\.sleuth\\.calls - asked by [0-9A-F]{6}: GET /brew: 204" + took))
                .anyMatch(line -> line.matches(
                        ".*DEBUG dev\\.sleuth\\.calls - GET sleuth://nobody/: no peer offers nobody.* \\[919\\]"
                                + took))
                .noneMatch(line -> line.contains("secret"));
        assertThat(log)
                .filteredOn(line -> line.contains("- call number "))
                .as("of those that came while the log stood still")
                .hasSize(Notifier.MAX_WAITING_FOR_CALLS);
        int left = CALLS - Notifier.MAX_WAITING_FOR_CALLS;
        assertThat(log).anyMatch(line -> line.endsWith(left + " more calls than the log could keep up with"));
    }

    @Test
    void aLevelInAFileThatSlf4jDoesNotFollowIsTold() throws Exception {
        List<String> log = story("info");

        assertThat(log)
                .anyMatch(line -> line.endsWith("WARN dev.sleuth - " + directory.resolve("debug.json")
                        + ": line 1: \"loglevel\" is \"debug\", but what is logged is decided by SLF4J, which shows INFO"
                        + " of dev.sleuth: set that logger to DEBUG (docs/metrics.md)"))
                .anyMatch(line -> line.contains("INFO dev.sleuth - " + directory.resolve("silent.json"))
                        && line.contains("set that logger to OFF"))
                .noneMatch(line -> line.contains("request.json"));
    }

    /** What a process logs that shows this level. */
    private List<String> story(String level) throws IOException, InterruptedException {
        for (String each : List.of("debug", "silent", "request")) {
            Files.writeString(directory.resolve(each + ".json"), "{\"loglevel\": \"" + each + "\"}");
        }
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-Dorg.slf4j.simpleLogger.log.dev.sleuth=" + level,
                        "-cp",
                        System.getProperty("java.class.path"),
                        LogsTest.class.getName(),
                        directory.toString())
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("has ended").isTrue();
        } finally {
            process.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(log);
        assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
        return lines;
    }

    /** The story. Says how many milliseconds the failures took. */
    public static void main(String[] args) throws InterruptedException {
        for (String each : List.of("debug", "silent", "request")) {
            SleuthConfig.fromFile(Path.of(args[0], each + ".json"), null);
        }
        try (Lab lab = new Lab();
                ZContext context = Lab.context()) {
            Queue<Observation> told = new ConcurrentLinkedQueue<>();
            Sleuth client = lab.join(lab.client().withListener(told::add));
            Sleuth tea = lab.join(lab.service("tea", request -> {
                        if (request.url().equals("/fail")) {
                            throw new IllegalStateException("a test's");
                        }
                        return Response.of(204);
                    })
                    .withVersion("1.2"));
            client.waitFor(Lab.SOON, "tea");
            client.send(Request.get("sleuth://tea/brew?token=secret#secret"));
            client.sendAsync(Request.get("sleuth://nobody/"))
                    .exceptionally(expected -> Response.of(200))
                    .join();
            RawPeer raw = new RawPeer(context, lab, PeerId.of(UUID.randomUUID()));
            raw.connect(client);
            raw.sayHello("evil\nFAKE line");
            long begun = System.nanoTime();
            for (int i = 0; i < FAILURES; i++) {
                client.send(Request.get("sleuth://tea/fail"));
            }
            System.out.println(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
            await().atMost(Lab.SOON)
                    .until(() -> told.stream()
                            .anyMatch(each -> each instanceof Observation.Entered entered
                                    && entered.member().id().equals(raw.id)));
            tea.close();
            await().atMost(Lab.SOON)
                    .until(() -> told.stream()
                            .anyMatch(each -> each instanceof Observation.Exited exited
                                    && exited.member().id().equals(tea.id())));
        }
        crowd();
        slowLog();
    }

    /** More calls than may wait, while whoever writes the log is held up. */
    private static void slowLog() throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(2);
        Notifier notifier = new Notifier("slow", observation -> {
            held.countDown();
            Lab.awaitOpen(release);
            done.countDown();
        });
        Observation something = new Observation.Rejected(1, null, "gap", "");
        notifier.tell(something);
        held.await();
        for (int i = 0; i < CALLS; i++) {
            String line = "call number " + i;
            notifier.tellOfCall(() -> line);
        }
        notifier.tell(something);
        release.countDown();
        done.await();
        notifier.stop();
    }

    /** As many as nobody could read of come within a second, and one a second later. */
    private static void crowd() {
        Scribe scribe = new Scribe();
        for (int i = 0; i <= CROWD; i++) {
            PeerId id = new PeerId(1, i);
            Member member = new Member(id, "crowd", "1", new Endpoint("127.0.0.1", 1), 0);
            scribe.happened(new Observation.Entered(i / CROWD * 1_000_000_000L, member));
        }
    }
}
