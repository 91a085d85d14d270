package dev.sleuth.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.dashboard.feed.Replay;
import dev.sleuth.dashboard.model.Cast;
import dev.sleuth.sim.journal.Entry;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScreenTest {
    private static final List<Entry> STORY = List.of(
            new Entry.Up(0, "echo", "E", "echo-service", "1"),
            new Entry.Up(0, "caller", "C", null, null),
            new Entry.Entered(1, "caller", "echo"),
            new Entry.Entered(1, "echo", "caller"),
            new Entry.Called(2, 2, "caller", 0, "echo-service", "echo", 200, 0, 1),
            new Entry.Down(500, "echo", "crash"),
            new Entry.Ended(1000));

    @TempDir
    private Path folder;

    private BufferedImage shoot(Theme theme, long at) throws Exception {
        Replay replay = new Replay(Cast.of("story", STORY), STORY, List.of());
        replay.player().seek(at);
        Path file = folder.resolve("new/picture.png");
        Screen.shoot(replay, 0, theme, 800, 500, file);
        return ImageIO.read(file.toFile());
    }

    private static long pixels(BufferedImage image, javafx.scene.paint.Color colour) {
        int wanted = Integer.parseInt(Theme.css(colour).substring(1), 16);
        long found = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                found += (image.getRGB(x, y) & 0xFFFFFF) == wanted ? 1 : 0;
            }
        }
        return found;
    }

    @Test
    void aPictureHasTheSizeAndTheGroundThatWereAskedFor() throws Exception {
        for (Theme theme : List.of(Theme.DARK, Theme.LIGHT)) {
            BufferedImage image = shoot(theme, 10);

            assertThat(image.getWidth()).isEqualTo(800);
            assertThat(image.getHeight()).isEqualTo(500);
            assertThat(pixels(image, theme.ground())).isBetween(100_000L, 350_000L);
            assertThat(pixels(image, theme.ink())).as("names").isGreaterThan(50);
        }
    }

    @Test
    void aServiceThatIsDownLosesItsColourAndGetsACross() throws Exception {
        BufferedImage before = shoot(Theme.DARK, 10);
        BufferedImage after = shoot(Theme.DARK, 600);

        assertThat(pixels(after, Theme.DARK.service(0))).isLessThan(pixels(before, Theme.DARK.service(0)) - 400);
        assertThat(pixels(after, Theme.DARK.trouble())).isGreaterThan(pixels(before, Theme.DARK.trouble()) + 20);
    }
}
