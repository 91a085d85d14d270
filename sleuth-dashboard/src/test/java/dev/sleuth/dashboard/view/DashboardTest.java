package dev.sleuth.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.dashboard.feed.Replay;
import dev.sleuth.dashboard.model.Cast;
import dev.sleuth.dashboard.model.Picture;
import dev.sleuth.sim.journal.Entry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import org.junit.jupiter.api.Test;

class DashboardTest {
    private static final long S = 1_000_000_000;
    private static final List<Entry> STORY = List.of(
            new Entry.Up(0, "echo", "E", "echo-service", "1"),
            new Entry.Stepped(2 * S, 1, "echo crashes"),
            new Entry.Down(2 * S, "echo", "crash"),
            new Entry.Ended(10 * S));

    private static <T> T with(Function<Dashboard, T> look) throws Exception {
        Toolkits.withoutDisplay();
        CompletableFuture<T> seen = new CompletableFuture<>();
        Toolkits.run(() -> {
            try {
                Replay replay = new Replay(Cast.of("story", STORY), STORY, List.of());
                Dashboard dashboard = new Dashboard(replay, Theme.DARK, true);
                new Scene(dashboard, 900, 600);
                dashboard.applyCss();
                dashboard.layout();
                dashboard.draw(0);
                dashboard.applyCss();
                dashboard.layout();
                seen.complete(look.apply(dashboard));
            } catch (RuntimeException | Error e) {
                seen.completeExceptionally(e);
            }
        });
        return seen.get(60, TimeUnit.SECONDS);
    }

    private static <T extends Node> T find(Dashboard dashboard, String id, Class<T> type) {
        return type.cast(dashboard.lookup("#" + id));
    }

    private static List<String> texts(Dashboard dashboard) {
        return dashboard.lookupAll(".label").stream()
                .filter(Label.class::isInstance)
                .map(label -> ((Label) label).getText())
                .toList();
    }

    @Test
    void playAndPauseMoveTimeAndHaltIt() throws Exception {
        List<Long> times = with(dashboard -> {
            Button play = find(dashboard, "play", Button.class);
            long waiting = dashboard.draw(S).at();
            play.fire();
            long playing = dashboard.draw(2 * S).at();
            play.fire();
            return List.of(waiting, playing, dashboard.draw(9 * S).at());
        });

        assertThat(times).containsExactly(0L, S, S);
    }

    @Test
    void theSliderSeeksAndFollows() throws Exception {
        List<Double> values = with(dashboard -> {
            Slider slider = find(dashboard, "slider", Slider.class);
            slider.setValue(4.0 * S);
            double at = dashboard.draw(S).at();
            find(dashboard, "play", Button.class).fire();
            dashboard.draw(3 * S);
            return List.of(at, slider.getValue());
        });

        assertThat(values).containsExactly(4.0 * S, 6.0 * S);
    }

    @Test
    @SuppressWarnings("unchecked")
    void theSpeedIsChosen() throws Exception {
        long at = with(dashboard -> {
            ((ChoiceBox<Double>) find(dashboard, "speed", ChoiceBox.class)).setValue(4.0);
            find(dashboard, "play", Button.class).fire();
            return dashboard.draw(S).at();
        });

        assertThat(at).isEqualTo(4 * S);
    }

    @Test
    void stepsAndTheClockStandBesideThePicture() throws Exception {
        List<String> texts = with(dashboard -> {
            find(dashboard, "slider", Slider.class).setValue(3.0 * S);
            dashboard.draw(0);
            return texts(dashboard);
        });

        assertThat(texts).contains("story", "3.0 s of 10.0 s", "Steps", "\u2713", "2.0 s  echo crashes");
    }

    @Test
    void theThemeChangesAtAButtonAndNothingElseDoes() throws Exception {
        List<Object> seen = with(dashboard -> {
            Picture before = dashboard.draw(0);
            find(dashboard, "theme", Button.class).fire();
            Picture after = dashboard.draw(0);
            return List.of(dashboard.theme().name(), before.equals(after));
        });

        assertThat(seen).containsExactly("light", true);
    }
}
