package dev.sleuth.dashboard.view;

import dev.sleuth.dashboard.model.Figures;
import dev.sleuth.dashboard.model.Picture;
import java.util.Locale;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import org.jspecify.annotations.Nullable;

/** What is shown, how late it is, and how many calls there were. */
final class Header extends HBox {
    private final Label title = new Label();
    private final Label calls = new Label();
    private final Label clock = new Label();
    private final Button theme = new Button();

    /** @param toggle makes it light if it is dark, and back */
    Header(Runnable toggle) {
        super(18);
        setPadding(new Insets(10, 14, 10, 14));
        setAlignment(Pos.CENTER_LEFT);
        title.setFont(Font.font("DejaVu Sans", FontWeight.BOLD, 15));
        clock.setFont(Font.font("DejaVu Sans Mono", FontWeight.BOLD, 15));
        calls.setFont(Font.font("DejaVu Sans", 12));
        clock.setMinWidth(USE_PREF_SIZE);
        Region between = new Region();
        HBox.setHgrow(between, Priority.ALWAYS);
        theme.setId("theme");
        theme.setOnAction(event -> toggle.run());
        getChildren().addAll(title, between, calls, clock, theme);
    }

    void show(Picture picture, @Nullable String trouble, Theme colours) {
        title.setText(trouble == null ? picture.title() : picture.title() + " \u2013 " + trouble);
        title.setTextFill(trouble == null ? colours.ink() : colours.trouble());
        long failed = Math.round(picture.calls().failed());
        calls.setText(
                picture.calls().all() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "%,d calls, %s%,d failed",
                                Math.round(picture.calls().all()),
                                failed > 0 ? "\u2715 " : "",
                                failed));
        calls.setTextFill(failed > 0 ? colours.trouble() : colours.faint());
        clock.setText(Figures.clock(picture.at())
                + (picture.lasts() > 0 ? " of " + Figures.clock(picture.lasts()) : "")
                + (picture.ended() ? ", over" : ""));
        clock.setTextFill(colours.ink());
        theme.setText(colours.other().name());
        setStyle("-fx-background-color: " + Theme.css(colours.panel()) + ";");
    }
}
