package dev.sleuth.sim.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Who is there, at one moment: for people and for programs. */
record Listing(List<Row> rows) {
    /**
     * A peer.
     *
     * @param service what it offers; null if nothing
     * @param version the version that it tells; null if none
     * @param address where it is reached
     * @param uptimeMillis for how long it says to have been up; null if it does not say
     * @param knownForMillis for how long whoever made the listing has seen it
     */
    record Row(
            String id,
            String name,
            @Nullable String service,
            @Nullable String version,
            String address,
            @Nullable Long uptimeMillis,
            long knownForMillis) {}

    private static final JsonFactory JSON = new JsonFactory();
    private static final List<String> HEAD = List.of("SERVICE", "VERSION", "UP", "ADDRESS", "PEER");

    /** By service, those that offer nothing last, and then by identity. */
    Listing {
        Comparator<String> lastIfNull = Comparator.nullsLast(Comparator.naturalOrder());
        List<Row> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparing(Row::service, lastIfNull).thenComparing(Row::id));
        rows = List.copyOf(sorted);
    }

    /** Its lines, the first with the columns' names. */
    List<String> table() {
        List<List<String>> cells = new ArrayList<>();
        cells.add(HEAD);
        for (Row row : rows) {
            cells.add(List.of(
                    row.service == null ? "-" : row.service,
                    row.version == null ? "-" : row.version,
                    row.uptimeMillis == null ? "> " + age(row.knownForMillis) : age(row.uptimeMillis),
                    row.address,
                    row.id));
        }
        int[] widths = new int[HEAD.size()];
        cells.forEach(line -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        });
        return cells.stream().map(line -> aligned(line, widths)).toList();
    }

    private static String aligned(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(cells.get(i)).append(" ".repeat(widths[i] - cells.get(i).length() + 2));
        }
        return line.toString().stripTrailing();
    }

    /** {@code 12 s}, {@code 3 min}, {@code 2 h 5 min}, {@code 4 d 1 h}. */
    static String age(long millis) {
        long seconds = TimeUnit.MILLISECONDS.toSeconds(millis);
        if (seconds < 60) {
            return seconds + " s";
        }
        long minutes = seconds / 60;
        if (minutes < 60) {
            return minutes + " min";
        }
        long hours = minutes / 60;
        if (hours < 24) {
            return hours + " h " + minutes % 60 + " min";
        }
        return hours / 24 + " d " + hours % 24 + " h";
    }

    /** @param pretty on several lines */
    String json(boolean pretty) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            if (pretty) {
                out.useDefaultPrettyPrinter();
            }
            out.writeStartObject();
            out.writeArrayFieldStart("peers");
            for (Row row : rows) {
                row(out, row);
            }
            out.writeEndArray();
            out.writeObjectFieldStart("services");
            for (Map.Entry<String, List<String>> service : services().entrySet()) {
                out.writeArrayFieldStart(service.getKey());
                for (String id : service.getValue()) {
                    out.writeString(id);
                }
                out.writeEndArray();
            }
            out.writeEndObject();
            out.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void row(JsonGenerator out, Row row) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", row.id);
        out.writeStringField("name", row.name);
        out.writeStringField("service", row.service);
        out.writeStringField("version", row.version);
        out.writeStringField("address", row.address);
        if (row.uptimeMillis == null) {
            out.writeNullField("uptimeMillis");
        } else {
            out.writeNumberField("uptimeMillis", row.uptimeMillis);
        }
        out.writeNumberField("knownForMillis", row.knownForMillis);
        out.writeEndObject();
    }

    private Map<String, List<String>> services() {
        Map<String, List<String>> services = new TreeMap<>();
        for (Row row : rows) {
            if (row.service != null) {
                services.computeIfAbsent(row.service, name -> new ArrayList<>()).add(row.id);
            }
        }
        return services;
    }
}
