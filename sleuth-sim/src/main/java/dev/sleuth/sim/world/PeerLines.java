package dev.sleuth.sim.world;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import dev.sleuth.sim.journal.Lines;
import java.util.Locale;

/**
 * Commands and reports as lines of JSON, and back. An entry of the journal is written as it stands in the journal's
 * file; everything else has a property {@code command} or {@code report} that says what it is.
 */
final class PeerLines {
    private static final JsonMapper JSON = mapper();
    private static final String REPORT = "{\"report\":";

    private PeerLines() {}

    static String line(PeerCommand command) {
        return write(command);
    }

    static String line(PeerReport report) {
        return report instanceof PeerReport.Wrote wrote ? Lines.line(wrote.entry()) : write(report);
    }

    private static String write(Object message) {
        try {
            return JSON.writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a message holds nothing that JSON cannot say", e);
        }
    }

    /** Throws {@link IllegalArgumentException} if it is none. */
    static PeerCommand command(String line) {
        return read(line, PeerCommand.class);
    }

    /** Throws {@link IllegalArgumentException} if it is none. */
    static PeerReport report(String line) {
        return line.startsWith(REPORT) ? read(line, PeerReport.class) : new PeerReport.Wrote(Lines.entry(line));
    }

    private static <T> T read(String line, Class<T> type) {
        try {
            T message = JSON.readValue(line, type);
            if (message == null) {
                throw new IllegalArgumentException("null says nothing");
            }
            return message;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this is no message (" + e.getOriginalMessage() + "): " + line, e);
        }
    }

    /** The name of a message: that of its record in lower case. */
    static String name(Class<?> message) {
        return message.getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static JsonMapper mapper() {
        JsonMapper.Builder builder = JsonMapper.builder()
                .addMixIn(PeerCommand.class, Command.class)
                .addMixIn(PeerReport.class, Report.class)
                .addMixIn(Trouble.class, Kind.class)
                .addMixIn(Pace.class, Kind.class)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
        for (Class<?> kind : PeerCommand.class.getPermittedSubclasses()) {
            builder.registerSubtypes(new NamedType(kind, name(kind)));
        }
        for (Class<?> kind : Trouble.class.getPermittedSubclasses()) {
            builder.registerSubtypes(new NamedType(kind, name(kind)));
        }
        for (Class<?> kind : Pace.class.getPermittedSubclasses()) {
            builder.registerSubtypes(new NamedType(kind, name(kind)));
        }
        for (Class<?> kind : PeerReport.class.getPermittedSubclasses()) {
            builder.registerSubtypes(new NamedType(kind, name(kind)));
        }
        return builder.build();
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "command")
    private interface Command {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "report")
    private interface Report {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    private interface Kind {}
}
