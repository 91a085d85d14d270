package dev.sleuth.dashboard.view;

import dev.sleuth.dashboard.feed.Show;
import java.util.concurrent.CountDownLatch;
import javafx.animation.AnimationTimer;
import javafx.scene.Scene;
import javafx.stage.Stage;

/** The window. */
public final class Window {
    private Window() {}

    /**
     * Shows something until the window is closed.
     *
     * @throws NoDisplay if there is nowhere to open a window
     */
    public static void open(Show show, Theme theme, int width, int height) throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        Toolkits.run(() -> stage(show, theme, width, height, closed).show());
        closed.await();
    }

    private static Stage stage(Show show, Theme theme, int width, int height, CountDownLatch closed) {
        Dashboard dashboard = new Dashboard(show, theme, true);
        AnimationTimer frames = new AnimationTimer() {
            @Override
            public void handle(long now) {
                // Not the frame's own time: shows compare it with times that other threads take.
                dashboard.draw(System.nanoTime());
            }
        };
        Stage stage = new Stage();
        stage.setTitle("sleuth");
        stage.setScene(new Scene(dashboard, width, height));
        stage.setOnHidden(event -> {
            frames.stop();
            closed.countDown();
        });
        frames.start();
        return stage;
    }

    /** Ends JavaFX: nothing can be shown in this process afterwards. */
    public static void end() {
        Toolkits.end();
    }
}
