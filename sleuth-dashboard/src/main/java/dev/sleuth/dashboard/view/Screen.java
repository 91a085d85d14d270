package dev.sleuth.dashboard.view;

import dev.sleuth.dashboard.feed.Show;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javafx.scene.Scene;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javax.imageio.ImageIO;

/** Draws into a file, without any display. */
public final class Screen {
    private static final int MOST = 8000;

    private Screen() {}

    /** Gets ready, which takes a second: so that what is drawn at a certain time is not drawn a second later. */
    public static void prepare() {
        Toolkits.withoutDisplay();
        Toolkits.run(() -> {});
    }

    /**
     * Draws what {@code show} has to show at the time {@code now} of its clock, at once.
     *
     * @throws IOException if the file cannot be written
     */
    public static void shoot(Show show, long now, Theme theme, int width, int height, Path file)
            throws IOException, InterruptedException {
        if (width < 1 || height < 1 || width > MOST || height > MOST) {
            throw new IllegalArgumentException("a picture is 1 to " + MOST + " pixels wide and high");
        }
        prepare();
        CompletableFuture<BufferedImage> image = new CompletableFuture<>();
        Runnable draw = () -> {
            try {
                image.complete(draw(show, now, theme, width, height));
            } catch (RuntimeException | Error e) {
                image.completeExceptionally(e);
            }
        };
        Toolkits.run(draw);
        try {
            write(image.get(), file);
        } catch (ExecutionException e) {
            throw new IOException("drawing failed: " + e.getCause(), e);
        }
    }

    private static BufferedImage draw(Show show, long now, Theme theme, int width, int height) {
        Dashboard dashboard = new Dashboard(show, theme, false);
        Scene scene = new Scene(dashboard, width, height);
        // The first time, nothing has a size yet.
        dashboard.applyCss();
        dashboard.layout();
        dashboard.draw(now);
        dashboard.applyCss();
        dashboard.layout();
        dashboard.draw(now);
        WritableImage shot = scene.snapshot(null);
        PixelReader pixels = shot.getPixelReader();
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, pixels.getArgb(x, y));
            }
        }
        return image;
    }

    private static void write(BufferedImage image, Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        // Not straight into the file: ImageIO would print a trace of its own where that cannot be written.
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(image, "png", bytes)) {
            throw new IOException("this Java writes no PNG");
        }
        Files.write(file, bytes.toByteArray());
    }
}
