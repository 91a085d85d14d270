package dev.sleuth.dashboard.view;

import dev.sleuth.dashboard.layout.Place;
import javafx.geometry.Point2D;

/**
 * From the layout's places to pixels: room is left around the ring for names.
 *
 * @param radius of a peer
 */
record Scale(double width, double height, double radius) {
    private static final double SIDE = 150;
    private static final double TOP = 64;
    private static final double LARGEST = 17;
    private static final double SMALLEST = 6;

    static Scale of(double width, double height, int peers) {
        double around = Math.PI * (rx(width) + ry(height));
        return new Scale(width, height, Math.max(SMALLEST, Math.min(LARGEST, around / Math.max(1, peers) / 4)));
    }

    private static double rx(double width) {
        return Math.max(40, width / 2 - SIDE);
    }

    private static double ry(double height) {
        return Math.max(40, height / 2 - TOP);
    }

    Point2D at(Place place) {
        return new Point2D(width / 2 + place.x() * rx(width), height / 2 + place.y() * ry(height));
    }
}
