package dev.sleuth.dashboard.view;

import java.util.List;
import javafx.scene.paint.Color;

/**
 * Colours that people with any kind of colour vision can tell apart (after Okabe and Ito); whatever they mean, a shape
 * or a style of line says too.
 *
 * @param services one per service, in their order, then again from the first
 */
public record Theme(
        String name,
        Color ground,
        Color panel,
        Color ink,
        Color faint,
        Color line,
        Color trouble,
        List<Color> services) {
    public static final Theme DARK = new Theme(
            "dark",
            Color.web("#14181f"),
            Color.web("#1b212b"),
            Color.web("#e6e9ef"),
            Color.web("#9aa4b2"),
            Color.web("#465062"),
            Color.web("#ff8f4d"),
            List.of(Color.web("#56b4e9"), Color.web("#e6c229"), Color.web("#2bbf96"), Color.web("#d894bd")));

    public static final Theme LIGHT = new Theme(
            "light",
            Color.web("#fbfbf9"),
            Color.web("#f0f1ee"),
            Color.web("#1d232b"),
            Color.web("#5d6673"),
            Color.web("#b9c0c9"),
            Color.web("#c24a00"),
            List.of(Color.web("#0072b2"), Color.web("#9a6a00"), Color.web("#00795a"), Color.web("#a3507f")));

    Color service(int index) {
        return services.get(Math.floorMod(index, services.size()));
    }

    Theme other() {
        return equals(DARK) ? LIGHT : DARK;
    }

    /** What controls look like, as a style of the root. */
    String style() {
        return "-fx-base: " + css(panel) + "; -fx-background: " + css(ground) + "; -fx-background-color: " + css(ground)
                + "; -fx-control-inner-background: " + css(panel) + "; -fx-font-family: 'DejaVu Sans', 'sans-serif';"
                + " -fx-accent: " + css(service(0)) + "; -fx-focus-color: " + css(service(0)) + ";";
    }

    static String css(Color colour) {
        return String.format(
                "#%02x%02x%02x",
                Math.round(colour.getRed() * 255),
                Math.round(colour.getGreen() * 255),
                Math.round(colour.getBlue() * 255));
    }
}
