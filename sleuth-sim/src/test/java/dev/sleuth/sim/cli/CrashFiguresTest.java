package dev.sleuth.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Journal;
import dev.sleuth.sim.world.VirtualWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A crash from its YAML to the figures that stand in result.json and in the report, held against the journal. */
@Timeout(120)
class CrashFiguresTest {
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

    @TempDir
    Path folder;

    private Cli ran;
    private JsonNode result;
    private List<Entry> journal;

    private void run(Path scenario) throws IOException {
        ran = Cli.run(
                (story, entries) -> new VirtualWorld(story.seed(), entries),
                "run",
                "--world",
                "virtual",
                "--out",
                folder.toString(),
                scenario.toString());
        result = new ObjectMapper().readTree(folder.resolve("result.json").toFile());
        journal = Journal.read(folder.resolve("journal.jsonl")).entries();
    }

    private <E extends Entry> List<E> all(Class<E> kind) {
        return journal.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Test
    void who_noticed_the_crashes_and_how_often_calls_were_sent_is_told() throws IOException {
        run(Path.of("..", "scenarios", "crash.yaml"));

        assertThat(ran.code()).as(ran.out()).isZero();
        List<Entry.Down> crashes = all(Entry.Down.class);
        assertThat(crashes).hasSize(2);
        assertThat(result.get("detections")).hasSameSizeAs(crashes);
        for (int i = 0; i < crashes.size(); i++) {
            Entry.Down crash = crashes.get(i);
            JsonNode detection = result.get("detections").get(i);
            long[] delays = all(Entry.Exited.class).stream()
                    .filter(exit -> exit.seen().equals(crash.peer()) && exit.at() >= crash.at())
                    .mapToLong(exit -> exit.at() - crash.at())
                    .sorted()
                    .toArray();
            assertThat(delays).as("everybody else noticed").hasSize(5);
            assertThat(detection.get("peer").asText()).isEqualTo(crash.peer());
            assertThat(detection.get("how").asText()).isEqualTo("crash");
            assertThat(detection.get("at").asLong()).isEqualTo(crash.at());
            assertThat(detection.get("survivors").asInt()).isEqualTo(delays.length);
            assertThat(detection.get("p50").asLong()).isEqualTo(delays[2]);
            assertThat(detection.get("max").asLong()).isEqualTo(delays[4]).isLessThan(50 * MS);
            assertThat(ran.out())
                    .contains("the crash of " + crash.peer() + " at " + crash.at() / 1_000 / MS + " s: after");
        }

        List<Entry.Called> calls = all(Entry.Called.class);
        long again = calls.stream().filter(call -> call.attempts() == 2).count();
        long attempts = calls.stream().mapToLong(Entry.Called::attempts).sum();
        assertThat(again).as("calls that were in hand when their peer crashed").isPositive();
        assertThat(result.at("/sent/echo-service/2").asLong()).isEqualTo(again);
        assertThat(result.at("/sent/echo-service/1").asLong()).isEqualTo(calls.size() - again);
        assertThat(ran.out()).contains(String.format("%,d calls, %,d attempts, 0 failed", calls.size(), attempts));
        assertThat(result.get("failures")).isEmpty();
        assertThat(result.at("/exits/refused").asInt()).isEqualTo(10);
    }

    @Test
    void calls_that_fail_are_told_by_their_number() throws IOException {
        run(Files.writeString(folder.resolve("alone.yaml"), """
                name: alone
                story: The only one that offers it crashes, and every other call fails.
                lasts: 4s
                peers:
                  echo: {service: echo-service}
                  caller:
                load:
                  - {from: caller, to: echo-service, rate: 100/s, after: 1s, until: 3s}
                steps:
                  - {at: 2s, crash: echo}
                expect:
                  - {failed-calls: 60%}
                """));

        assertThat(ran.code()).as(ran.out()).isZero();
        List<Entry.Called> failed =
                all(Entry.Called.class).stream().filter(Entry.Called::failed).toList();
        long unknown = failed.stream().filter(call -> call.code() == 919).count();
        assertThat(unknown).as("nobody offers it any more").isGreaterThan(90);
        assertThat(result.at("/failures/code 919").asLong()).isEqualTo(unknown);
        long told = 0;
        for (JsonNode count : result.get("failures")) {
            told += count.asLong();
        }
        assertThat(told).isEqualTo(failed.size());
        assertThat(result.at("/sent/echo-service/0").asLong()).as("never sent").isEqualTo(unknown);
        assertThat(ran.out()).contains(failed.size() + " failed");
    }
}
