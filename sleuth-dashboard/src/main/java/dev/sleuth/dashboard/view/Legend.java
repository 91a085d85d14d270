package dev.sleuth.dashboard.view;

import dev.sleuth.dashboard.model.Picture.Flow;
import dev.sleuth.dashboard.model.Picture.Rate;
import dev.sleuth.dashboard.model.Picture.Sees;
import dev.sleuth.dashboard.model.Picture.Sight;
import dev.sleuth.dashboard.model.Picture.State;
import javafx.geometry.Point2D;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/** Says what shapes and lines mean, drawn by the very hands that draw the picture. */
final class Legend {
    static final double HEIGHT = 50;
    private static final double LEFT = 16;
    private static final double ROW = 20;
    private static final double RADIUS = 6;
    private static final double LINE = 34;

    private final GraphicsContext g;
    private final Theme theme;
    private final boolean live;
    private final double width;
    private double x = LEFT;
    private double y = 16;

    private Legend(GraphicsContext g, double width, Theme theme, boolean live) {
        this.g = g;
        this.width = width;
        this.theme = theme;
        this.live = live;
    }

    /** @param live whether peers may not tell whom they see, rather than freeze */
    static void paint(GraphicsContext g, double width, Theme theme, boolean live) {
        g.setFill(theme.ground());
        g.fillRect(0, 0, width, HEIGHT);
        new Legend(g, width, theme, live).all();
    }

    private void all() {
        body(true, State.UP, "offers a service");
        body(false, State.UP, "only calls");
        body(true, live ? State.SILENT : State.FROZEN, live ? "view unknown" : "frozen");
        body(true, State.DOWN, "down");
        line(new Sight("", "", Sees.YES, Sees.YES), "see each other");
        line(new Sight("", "", Sees.YES, Sees.NO), "only one sees");
        if (live) {
            line(new Sight("", "", Sees.YES, Sees.UNKNOWN), "at least one sees");
        }
        begin(LINE, "calls");
        // Where they are drawn beside the line of who sees whom, here they are in its place.
        Point2D up = new Point2D(0, -Lines.ASIDE);
        Flow calls = new Flow("", "", new Rate(10, 0));
        new Lines(g, theme, 0).flow(calls, at(x).add(up), at(x + LINE).add(up), theme.service(0), 0);
        x += LINE;
        text("calls");
        begin(RADIUS * 2, "failed");
        g.setFill(theme.trouble());
        g.fillText("\u2715", x, y);
        x += RADIUS * 2;
        text("failed");
    }

    /** Goes on in the next row if there is no room in this one. */
    private void begin(double sign, String text) {
        if (x + sign + wide(text) > width) {
            x = LEFT;
            y += ROW;
        }
    }

    private static double wide(String text) {
        return 6 + text.length() * 6.3 + 14;
    }

    private Point2D at(double across) {
        return new Point2D(across, y);
    }

    private void body(boolean offers, State state, String text) {
        begin(RADIUS * 2, text);
        new Bodies(g, theme, RADIUS).body(offers, state, at(x + RADIUS), offers ? theme.service(0) : theme.faint());
        x += RADIUS * 2;
        text(text);
    }

    private void line(Sight sight, String text) {
        begin(LINE, text);
        new Lines(g, theme, 0).sight(sight, at(x), at(x + LINE));
        x += LINE;
        text(text);
    }

    private void text(String text) {
        g.setFill(theme.faint());
        g.setFont(Font.font("DejaVu Sans", 11));
        g.setTextAlign(TextAlignment.LEFT);
        g.setTextBaseline(VPos.CENTER);
        g.fillText(text, x + 6, y);
        x += wide(text);
    }
}
