package dev.sleuth.dashboard.view;

import dev.sleuth.dashboard.model.Figures;
import dev.sleuth.dashboard.model.Picture;
import dev.sleuth.dashboard.model.Picture.Finding;
import dev.sleuth.dashboard.model.Picture.Note;
import dev.sleuth.dashboard.model.Picture.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Insets;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import org.jspecify.annotations.Nullable;

/** What has happened, beside the picture. Signs say what colours say too. */
final class Sidebar extends ScrollPane {
    static final double WIDTH = 320;
    private static final double SIGN = 18;
    private static final int NOTES = 12;

    private record Line(String sign, String text, Color colour, boolean title) {}

    private final VBox lines = new VBox(4);
    private List<Line> shown = List.of();
    private @Nullable Theme painted;

    Sidebar() {
        setContent(lines);
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setPrefWidth(WIDTH);
        setMinWidth(WIDTH);
        lines.setPadding(new Insets(12, 14, 12, 14));
    }

    void show(Picture picture, Theme theme) {
        if (!theme.equals(painted)) {
            painted = theme;
            String ground = "-fx-background-color: " + Theme.css(theme.panel()) + ";";
            lines.setStyle(ground);
            setStyle("-fx-background: " + Theme.css(theme.panel()) + "; -fx-padding: 0; " + ground);
        }
        List<Line> now = lines(picture, theme);
        // Nothing is made anew while nothing is new: no flicker, and a scroll stays where it is.
        if (!now.equals(shown)) {
            shown = now;
            lines.getChildren().setAll(now.stream().map(Sidebar::row).toList());
        }
    }

    private static List<Line> lines(Picture picture, Theme theme) {
        List<Line> lines = new ArrayList<>();
        boolean next = true;
        if (!picture.steps().isEmpty()) {
            lines.add(new Line("", "Steps", theme.ink(), true));
        }
        for (Step step : picture.steps()) {
            String sign = step.done() ? "\u2713" : next ? "\u25b8" : "\u00b7";
            Color colour = step.done() || next ? theme.ink() : theme.faint();
            next = step.done() && next;
            lines.add(new Line(sign, Figures.clock(step.at()) + "  " + step.story() + hits(step), colour, false));
        }
        if (!picture.findings().isEmpty()) {
            lines.add(new Line("", "Findings", theme.ink(), true));
        }
        for (Finding finding : picture.findings()) {
            lines.add(new Line(
                    finding.passed() ? "\u2713" : "\u2715",
                    finding.what() + (finding.passed() ? "" : " \u2013 seen: " + finding.seen()),
                    finding.passed() ? theme.ink() : theme.trouble(),
                    false));
        }
        notes(picture, theme, lines);
        return lines;
    }

    private static void notes(Picture picture, Theme theme, List<Line> lines) {
        List<Note> notes = picture.notes();
        if (!notes.isEmpty()) {
            lines.add(new Line("", "Noticed", theme.ink(), true));
        }
        for (int i = notes.size() - 1; i >= Math.max(0, notes.size() - NOTES); i--) {
            lines.add(new Line(
                    "", Figures.clock(notes.get(i).at()) + "  " + notes.get(i).text(), theme.faint(), false));
        }
    }

    private static String hits(Step step) {
        return step.hits() == 0
                ? ""
                : String.format(Locale.ROOT, " (%,d hit%s)", step.hits(), step.hits() == 1 ? "" : "s");
    }

    private static HBox row(Line line) {
        Label text = label(line, line.text());
        text.setWrapText(true);
        text.setMinHeight(USE_PREF_SIZE);
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox row = new HBox(text);
        if (!line.sign().isEmpty()) {
            Label sign = label(line, line.sign());
            sign.setMinWidth(SIGN);
            row.getChildren().add(0, sign);
        }
        VBox.setMargin(row, new Insets(line.title() ? 8 : 0, 0, 0, 0));
        return row;
    }

    private static Label label(Line line, String text) {
        Label label = new Label(text);
        label.setStyle("-fx-text-fill: " + Theme.css(line.colour()) + ";");
        label.setFont(
                Font.font("DejaVu Sans", line.title() ? FontWeight.BOLD : FontWeight.NORMAL, line.title() ? 13 : 12));
        return label;
    }
}
