package dev.sleuth.dashboard.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sleuth.dashboard.model.Picture;
import dev.sleuth.sim.Runner;
import dev.sleuth.sim.Scenario;
import dev.sleuth.sim.ScenarioReader;
import dev.sleuth.sim.journal.Journal;
import dev.sleuth.sim.world.JvmWorld;
import dev.sleuth.sim.world.VirtualWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningScenarioTest {
    private static final Duration GENEROUS = Duration.ofSeconds(60);
    private static final String STORY = """
            name: short
            lasts: 3s
            peers:
              echo: {service: echo-service, count: 2}
              caller: {}
            load:
              - {from: caller, to: echo-service, rate: 50/s, after: 500ms, until: 2800ms}
            steps:
              - {at: 1s, crash: echo-1}
              - {at: 1500ms, freeze: echo-2, lasts: 300ms}
              - {at: 2s, restart: echo-1}
            expect:
              - {views: right}
            """;

    @TempDir
    private Path folder;

    private Scenario scenario() throws IOException {
        return ScenarioReader.read(Files.writeString(folder.resolve("short.yaml"), STORY));
    }

    private static List<Picture> watch(RunningScenario show) {
        List<Picture> pictures = new ArrayList<>();
        // As often as a window would.
        await().pollInterval(16, TimeUnit.MILLISECONDS).atMost(GENEROUS).until(() -> {
            pictures.add(show.frame(System.nanoTime()));
            assertThat(show.trouble()).isNull();
            return !pictures.get(pictures.size() - 1).findings().isEmpty();
        });
        return pictures;
    }

    @Test
    void aVirtualRunThatIsWatchedIsTheSameRunToTheLastBit() throws Exception {
        Scenario scenario = scenario();
        Journal unwatched = new Journal();
        new Runner(scenario, new VirtualWorld(scenario.seed(), unwatched), unwatched).run();

        List<Journal> watched = new ArrayList<>();
        try (RunningScenario show = RunningScenario.paced(
                scenario,
                "virtual",
                journal -> {
                    watched.add(journal);
                    return new VirtualWorld(scenario.seed(), journal);
                },
                20)) {
            watch(show);
        }

        assertThat(watched).singleElement().extracting(Journal::hash).isEqualTo(unwatched.hash());
    }

    @Test
    void aVirtualRunIsSeenStepByStep() throws Exception {
        Scenario scenario = scenario();
        try (RunningScenario show =
                RunningScenario.paced(scenario, "virtual", journal -> new VirtualWorld(scenario.seed(), journal), 1)) {
            List<Picture> pictures = watch(show);

            assertThat(pictures).extracting(Picture::at).isSorted();
            assertThat(pictures)
                    .extracting(picture ->
                            picture.steps().stream().filter(Picture.Step::done).count())
                    .contains(0L, 3L)
                    .anyMatch(done -> done == 1 || done == 2)
                    .isSorted();
            assertThat(pictures.get(pictures.size() - 1).ended()).isTrue();
        }
    }

    @Test
    void aRunOnRealSocketsIsSeenWhileItGoesOn() throws Exception {
        Scenario scenario = scenario();
        try (RunningScenario show =
                RunningScenario.inRealTime(scenario, "jvm", journal -> new JvmWorld(scenario.seed(), journal))) {
            List<Picture> pictures = watch(show);

            assertThat(pictures).anyMatch(picture -> picture.flows().size() == 2 && !picture.ended());
            assertThat(pictures).anyMatch(picture -> picture.peers().get(0).state() == Picture.State.DOWN);
        }
    }

    @Test
    void aRunThatIsClosedEndsAtOnceAndSaysSo() throws Exception {
        Scenario scenario = scenario();
        RunningScenario show =
                RunningScenario.paced(scenario, "virtual", journal -> new VirtualWorld(scenario.seed(), journal), 0.01);
        show.close();

        assertThat(show.over()).isTrue();
        assertThat(show.trouble()).contains("before its time");
    }

    @Test
    void aWorldThatCannotBeIsToldInASentence() throws Exception {
        try (RunningScenario show = RunningScenario.inRealTime(scenario(), "jvm", journal -> {
            throw new IllegalStateException("there is no network");
        })) {
            await().atMost(GENEROUS).until(show::over);

            assertThat(show.trouble()).isEqualTo("this cannot run here: there is no network");
            assertThat(show.frame(System.nanoTime()).ended()).isFalse();
        }
    }
}
