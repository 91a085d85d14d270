package dev.sleuth.dashboard;

import dev.sleuth.dashboard.feed.Player;
import dev.sleuth.dashboard.feed.Show;
import dev.sleuth.dashboard.model.Picture;
import dev.sleuth.dashboard.view.Screen;
import dev.sleuth.dashboard.view.Theme;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Draws one picture into a file, once its time has come. */
final class Snapshot {
    private static final long LIVE = Duration.ofSeconds(3).toNanos();
    private static final long LOOK = 20;
    private static final int SMALLEST = 300;
    private static final int LARGEST = 8000;

    private final Show show;
    private final Theme theme;
    private final int width;
    private final int height;
    private final Path file;

    Snapshot(Show show, Theme theme, int width, int height, Path file) {
        this.show = show;
        this.theme = theme;
        this.width = width;
        this.height = height;
        this.file = file;
    }

    /** Refuses sizes that cannot be drawn. */
    static void check(String option, int pixels) {
        if (pixels < SMALLEST || pixels > LARGEST) {
            throw new CannotRun(option + " " + pixels + ": write " + SMALLEST + " to " + LARGEST);
        }
    }

    /** @param at in nanoseconds since the start; -1 for the end, if there is one */
    void take(long at) throws InterruptedException {
        Player player = show.player();
        if (player != null) {
            player.pause();
            player.seek(at < 0 ? player.lasts() : at);
        } else {
            Screen.prepare();
            await(at);
        }
        try {
            Screen.shoot(show, System.nanoTime(), theme, width, height, file);
        } catch (IOException e) {
            throw new CannotRun("--snapshot " + file + ": this cannot be written (" + e.getMessage() + ")");
        }
    }

    private void await(long at) throws InterruptedException {
        for (Picture picture = look(); !reached(picture, at); picture = look()) {
            Thread.sleep(LOOK);
        }
    }

    private Picture look() {
        Picture picture = show.frame(System.nanoTime());
        String trouble = show.trouble();
        if (trouble != null) {
            throw new CannotRun(trouble);
        }
        return picture;
    }

    private static boolean reached(Picture picture, long at) {
        boolean endless = picture.lasts() == 0;
        if (at < 0 && !endless) {
            return picture.ended() && !picture.findings().isEmpty();
        }
        return picture.ended() || picture.at() >= (at < 0 ? LIVE : at);
    }
}
