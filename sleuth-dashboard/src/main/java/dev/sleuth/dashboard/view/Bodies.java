package dev.sleuth.dashboard.view;

import dev.sleuth.dashboard.model.Figures;
import dev.sleuth.dashboard.model.Picture.Peer;
import dev.sleuth.dashboard.model.Picture.State;
import javafx.geometry.Point2D;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;

/** Draws peers: a circle offers a service, a square only calls. What is inside says how it is. */
final class Bodies {
    private static final String FAMILY = "DejaVu Sans";
    private static final int LONGEST = 18;
    private static final double MIDDLE = 0.35;

    private final GraphicsContext g;
    private final Theme theme;
    private final double radius;

    Bodies(GraphicsContext g, Theme theme, double radius) {
        this.g = g;
        this.theme = theme;
        this.radius = radius;
    }

    void body(boolean offers, State state, Point2D at, Color colour) {
        g.setLineWidth(2);
        g.setLineCap(StrokeLineCap.ROUND);
        boolean down = state == State.DOWN;
        g.setFill(down || state == State.SILENT ? theme.ground() : colour);
        g.setStroke(down ? theme.faint() : colour);
        if (down) {
            g.setLineDashes(3, 5);
        }
        double size = offers ? radius : radius * 0.88;
        double x = at.getX() - size;
        double y = at.getY() - size;
        double arc = offers ? size * 2 : 8;
        g.fillRoundRect(x, y, size * 2, size * 2, arc, arc);
        g.strokeRoundRect(x, y, size * 2, size * 2, arc, arc);
        g.setLineDashes();
        sign(state, at, colour);
    }

    private void sign(State state, Point2D at, Color colour) {
        double s = radius * 0.4;
        double x = at.getX();
        double y = at.getY();
        g.setLineWidth(Math.max(1.6, radius / 6));
        switch (state) {
            case UP -> {}
            case FROZEN -> {
                g.setStroke(theme.ground());
                g.strokeLine(x - s * 0.6, y - s, x - s * 0.6, y + s);
                g.strokeLine(x + s * 0.6, y - s, x + s * 0.6, y + s);
            }
            case DOWN -> {
                g.setStroke(theme.trouble());
                g.strokeLine(x - s, y - s, x + s, y + s);
                g.strokeLine(x - s, y + s, x + s, y - s);
            }
            case SILENT -> {
                g.setFill(colour);
                g.setFont(Font.font(FAMILY, FontWeight.BOLD, radius));
                g.setTextAlign(TextAlignment.CENTER);
                g.setTextBaseline(VPos.CENTER);
                g.fillText("?", x, y);
            }
        }
    }

    /** The peer's name and what there is to say about it, outside the ring. */
    void name(Peer peer, Point2D at, Point2D outwards) {
        String note = note(peer);
        Point2D place = beside(at, outwards);
        // Room for the note is always kept: a name never moves.
        double up = 7 + 7 * -outwards.getY();
        text(shorten(peer.name()), place.add(0, -up), theme.ink(), FontWeight.NORMAL, 13);
        if (!note.isEmpty()) {
            boolean bad = peer.made().failed() > 0 || peer.state() == State.DOWN;
            text(note, place.add(0, 15 - up), bad ? theme.trouble() : theme.faint(), FontWeight.NORMAL, 11);
        }
    }

    /** The name of a group, in its own seat. */
    void title(String title, Point2D at, Point2D outwards, Color colour) {
        g.setTextBaseline(VPos.CENTER);
        Point2D place = beside(at, outwards);
        align(outwards);
        text(shorten(title), place, colour, FontWeight.BOLD, 13);
    }

    private Point2D beside(Point2D at, Point2D outwards) {
        align(outwards);
        return at.add(outwards.multiply(radius + 9)).add(0, outwards.getY() * 8);
    }

    private void align(Point2D outwards) {
        boolean middle = Math.abs(outwards.getX()) < MIDDLE;
        TextAlignment side = outwards.getX() < 0 ? TextAlignment.RIGHT : TextAlignment.LEFT;
        g.setTextAlign(middle ? TextAlignment.CENTER : side);
        g.setTextBaseline(VPos.CENTER);
    }

    private void text(String text, Point2D at, Color colour, FontWeight weight, double size) {
        g.setFont(Font.font(FAMILY, weight, size));
        g.setFill(colour);
        g.fillText(text, at.getX(), at.getY());
    }

    private static String note(Peer peer) {
        String state = switch (peer.state()) {
            case UP -> "";
            case FROZEN -> "frozen";
            case DOWN -> "down";
            case SILENT -> "view unknown";
        };
        if (peer.made().all() == 0) {
            return state;
        }
        String calls = "calls " + Figures.rate(peer.made().all());
        String failed = peer.made().failed() > 0
                ? ", \u2715 " + Figures.rate(peer.made().failed())
                : "";
        return (state.isEmpty() ? "" : state + ", ") + calls + failed;
    }

    private static String shorten(String name) {
        return name.length() <= LONGEST ? name : name.substring(0, LONGEST - 1) + "\u2026";
    }
}
