package dev.sleuth.sim.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;

/** Reads a time such as {@code 10} (seconds), or with a unit as {@link Time} does. */
final class Seconds implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        return new Time().convert(text.matches("\\d{1,6}") ? text + "s" : text);
    }
}
