package dev.sleuth.dashboard.view;

import dev.sleuth.dashboard.feed.Player;
import dev.sleuth.dashboard.model.Figures;
import java.util.List;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.StringConverter;

/** Plays a recording, halts it and moves it back and forth. */
final class Transport extends HBox {
    private static final List<Double> SPEEDS = List.of(0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0);

    private final Player player;
    private final Button play = new Button();
    private final Slider slider;
    private final Label where = new Label();
    /** Whether the slider moves because time does, not because somebody moves it. */
    private boolean following;

    Transport(Player player) {
        super(12);
        this.player = player;
        setPadding(new Insets(8, 14, 8, 14));
        setAlignment(Pos.CENTER_LEFT);
        slider = new Slider(0, (double) Math.max(1, player.lasts()), 0);
        slider.setId("slider");
        slider.valueProperty().addListener((property, from, to) -> {
            if (!following) {
                player.seek(to.longValue());
            }
        });
        HBox.setHgrow(slider, Priority.ALWAYS);
        play.setId("play");
        play.setMinWidth(76);
        play.setOnAction(event -> {
            if (player.playing()) {
                player.pause();
            } else {
                player.play();
            }
        });
        where.setMinWidth(64);
        getChildren().addAll(play, slider, where, speeds());
    }

    private ChoiceBox<Double> speeds() {
        ChoiceBox<Double> speeds = new ChoiceBox<>();
        speeds.setId("speed");
        speeds.getItems().setAll(SPEEDS);
        speeds.setValue(player.speed());
        speeds.setConverter(new StringConverter<>() {
            @Override
            public String toString(Double speed) {
                return "\u00d7" + (speed == Math.rint(speed) ? String.valueOf(speed.intValue()) : speed.toString());
            }

            @Override
            public Double fromString(String text) {
                return Double.valueOf(text.substring(1));
            }
        });
        speeds.setOnAction(event -> player.speed(speeds.getValue()));
        return speeds;
    }

    void show(long at) {
        following = true;
        slider.setValue((double) at);
        following = false;
        where.setText(Figures.clock(at));
        play.setText(player.playing() ? "Pause" : "Play");
    }
}
