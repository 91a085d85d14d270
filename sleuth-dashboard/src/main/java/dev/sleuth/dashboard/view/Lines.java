package dev.sleuth.dashboard.view;

import dev.sleuth.dashboard.model.Figures;
import dev.sleuth.dashboard.model.Picture.Flow;
import dev.sleuth.dashboard.model.Picture.Sees;
import dev.sleuth.dashboard.model.Picture.Sight;
import javafx.geometry.Point2D;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/** Draws what is between peers. The style of a line says what it means; its colour only helps. */
final class Lines {
    /** How far beside the line that says who sees whom calls are drawn, in pixels, to the right of their way. */
    static final double ASIDE = 5;

    private static final double HEAD = 7;
    /** Pixels between two calls that are shown, and how far they travel in a second. */
    private static final double SPACING = 22;

    private static final double TRAVEL = 44;

    private final GraphicsContext g;
    private final Theme theme;
    private final double radius;

    Lines(GraphicsContext g, Theme theme, double radius) {
        this.g = g;
        this.theme = theme;
        this.radius = radius;
    }

    /** Solid if each sees the other, dotted with an arrow if one does not, dashed if that is not known. */
    void sight(Sight sight, Point2D one, Point2D other) {
        g.setStroke(sight.oneSided() ? theme.faint() : theme.line());
        g.setLineCap(StrokeLineCap.ROUND);
        g.setLineWidth(sight.oneSided() ? 2.2 : 1.2);
        if (sight.oneSided()) {
            g.setLineDashes(0.1, 6);
        } else if (!sight.mutual()) {
            g.setLineDashes(7, 5);
        }
        g.strokeLine(one.getX(), one.getY(), other.getX(), other.getY());
        g.setLineDashes();
        if (sight.oneSided()) {
            boolean there = sight.oneSeesOther() == Sees.YES;
            head(there ? one : other, there ? other : one, theme.faint(), 0);
        }
    }

    /** Moving dashes from the caller to whom it calls; a cross in the middle where calls fail. */
    void flow(Flow flow, Point2D from, Point2D to, Color colour, long at) {
        Point2D aside = aside(from, to);
        Point2D along = to.subtract(from).normalize();
        Point2D begin = from.add(aside).add(along.multiply(radius + 4));
        Point2D end = to.add(aside).subtract(along.multiply(radius + 4 + HEAD));
        g.setStroke(colour);
        g.setLineWidth(Math.min(3.4, 1.4 + Math.log10(1 + flow.rate().all()) * 0.7));
        g.setLineCap(StrokeLineCap.BUTT);
        g.setLineDashes(SPACING * 0.6, SPACING * 0.4);
        g.setLineDashOffset(-(at / 1e9 * TRAVEL) % SPACING);
        g.strokeLine(begin.getX(), begin.getY(), end.getX(), end.getY());
        g.setLineDashes();
        g.setLineDashOffset(0);
        head(from.add(aside), to.add(aside), colour, 3);
    }

    /** How many calls a second, nearer to the one who is called, so that those of several callers stand apart. */
    void rate(Flow flow, Point2D from, Point2D to) {
        boolean failing = flow.rate().failed() > 0;
        String text = Figures.rate(flow.rate().all())
                + (failing ? "  \u2715 " + Figures.rate(flow.rate().failed()) : "");
        Point2D middle =
                from.add(to.subtract(from).multiply(0.7)).add(aside(from, to).multiply(2));
        double wide = text.length() * 6.6 + 8;
        g.setFill(theme.ground());
        g.fillRoundRect(middle.getX() - wide / 2, middle.getY() - 9, wide, 18, 9, 9);
        g.setFill(failing ? theme.trouble() : theme.ink());
        g.setFont(Font.font("DejaVu Sans", 11));
        g.setTextAlign(TextAlignment.CENTER);
        g.setTextBaseline(VPos.CENTER);
        g.fillText(text, middle.getX(), middle.getY());
    }

    private static Point2D aside(Point2D from, Point2D to) {
        Point2D along = to.subtract(from).normalize();
        return new Point2D(-along.getY(), along.getX()).multiply(ASIDE);
    }

    /** An arrow's head just before {@code to}. */
    private void head(Point2D from, Point2D to, Color colour, double before) {
        Point2D along = to.subtract(from).normalize();
        Point2D tip = to.subtract(along.multiply(radius + before));
        Point2D foot = tip.subtract(along.multiply(HEAD + 2));
        Point2D across = new Point2D(-along.getY(), along.getX()).multiply(HEAD / 2 + 1);
        g.setFill(colour);
        g.fillPolygon(
                new double[] {tip.getX(), foot.getX() + across.getX(), foot.getX() - across.getX()},
                new double[] {tip.getY(), foot.getY() + across.getY(), foot.getY() - across.getY()},
                3);
    }
}
