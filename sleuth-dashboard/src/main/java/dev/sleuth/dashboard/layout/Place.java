package dev.sleuth.dashboard.layout;

/**
 * Where something is, as shares of the space there is: {@code x} to the right and {@code y} down, each from -1 to 1,
 * the middle at 0.
 */
public record Place(double x, double y) {}
