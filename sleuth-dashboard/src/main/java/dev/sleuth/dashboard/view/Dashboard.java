package dev.sleuth.dashboard.view;

import dev.sleuth.dashboard.feed.Player;
import dev.sleuth.dashboard.feed.Show;
import dev.sleuth.dashboard.layout.Drift;
import dev.sleuth.dashboard.layout.Ring;
import dev.sleuth.dashboard.layout.Ring.Guest;
import dev.sleuth.dashboard.model.Picture;
import java.util.List;
import javafx.scene.canvas.Canvas;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Pane;
import org.jspecify.annotations.Nullable;

/** All that is in the window. Used by JavaFX's own thread. */
final class Dashboard extends BorderPane {
    private final Show show;
    private final Canvas canvas = new Canvas();
    private final Canvas legend = new Canvas();
    private final Header header = new Header(this::toggle);
    private final Sidebar sidebar = new Sidebar();
    private final @Nullable Transport transport;
    private Theme theme;
    private List<Guest> guests = List.of();
    private final Drift drift = new Drift();

    Dashboard(Show show, Theme theme, boolean controls) {
        this.show = show;
        this.theme = theme;
        Pane middle = new Pane(canvas);
        middle.setMinSize(0, 0);
        canvas.widthProperty().bind(middle.widthProperty());
        canvas.heightProperty().bind(middle.heightProperty());
        Pane below = new Pane(legend);
        below.setMinSize(0, Legend.HEIGHT);
        below.setPrefHeight(Legend.HEIGHT);
        legend.setHeight(Legend.HEIGHT);
        legend.widthProperty().bind(below.widthProperty());
        BorderPane drawing = new BorderPane(middle);
        drawing.setBottom(below);
        Player player = show.player();
        transport = player == null || !controls ? null : new Transport(player);
        setTop(header);
        setCenter(drawing);
        setRight(sidebar);
        setBottom(transport);
        setStyle(theme.style());
    }

    Theme theme() {
        return theme;
    }

    private void toggle() {
        theme = theme.other();
        setStyle(theme.style());
    }

    /** Draws what is to be seen now, in nanoseconds of a monotonic clock; once a frame. */
    Picture draw(long now) {
        Picture picture = show.frame(now);
        List<Guest> there = picture.peers().stream()
                .map(peer -> new Guest(peer.id(), peer.service() == null ? Ring.CALLERS : peer.service()))
                .toList();
        if (!there.equals(guests)) {
            guests = there;
            drift.lead(Ring.of(there), now);
        }
        Painter.paint(
                canvas.getGraphicsContext2D(), canvas.getWidth(), canvas.getHeight(), picture, drift.at(now), theme);
        Legend.paint(legend.getGraphicsContext2D(), legend.getWidth(), theme, picture.lasts() == 0);
        header.show(picture, show.trouble(), theme);
        sidebar.show(picture, theme);
        if (transport != null) {
            transport.show(picture.at());
        }
        return picture;
    }
}
