package dev.sleuth.sim.journal;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.util.Locale;

/**
 * An entry as a line of JSON, and back: its kind first, then its components in the order in which the record declares
 * them. The kind is the record's name in lower case, so that a new kind of entry needs nothing here.
 */
public final class Lines {
    private static final JsonMapper JSON = mapper();

    private Lines() {}

    /** The entry as a line, without the break at its end. */
    public static String line(Entry entry) {
        try {
            return JSON.writeValueAsString(entry);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an entry holds nothing that JSON cannot say", e);
        }
    }

    /**
     * The entry that {@link #line} wrote.
     *
     * @throws IllegalArgumentException if it is none; the message says what is wrong with the line
     */
    public static Entry entry(String line) {
        try {
            Entry entry = JSON.readValue(line, Entry.class);
            if (entry == null) {
                throw new IllegalArgumentException("null is no entry of a journal");
            }
            return entry;
        } catch (JsonProcessingException e) {
            String why = e.getOriginalMessage().lines().findFirst().orElse("no JSON");
            throw new IllegalArgumentException("this is no entry of a journal (" + why + ")", e);
        }
    }

    private static JsonMapper mapper() {
        JsonMapper.Builder builder = JsonMapper.builder()
                .addMixIn(Entry.class, Kind.class)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
        for (Class<?> kind : Entry.class.getPermittedSubclasses()) {
            builder.registerSubtypes(new NamedType(kind, kind.getSimpleName().toLowerCase(Locale.ROOT)));
        }
        return builder.build();
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    private interface Kind {}
}
