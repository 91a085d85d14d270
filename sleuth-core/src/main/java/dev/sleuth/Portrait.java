package dev.sleuth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sleuth.rpc.Member;
import dev.sleuth.rpc.Offer;
import dev.sleuth.zre.Endpoint;
import dev.sleuth.zre.PeerId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * How a peer sees itself and the network, as JSON: docs/well-known.md says what is in it. Nothing of what calls and
 * answers carry is.
 */
record Portrait(PeerId id, SleuthConfig config, Endpoint endpoint, View view, Chronicle chronicle, long now) {
    private static final JsonFactory JSON = new JsonFactory();

    byte[] json() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("sleuth", Build.VERSION);
            out.writeStringField("id", id.toString());
            out.writeStringField("name", id.name());
            out.writeStringField("service", config.service());
            out.writeStringField("version", config.version());
            out.writeStringField("group", config.group());
            out.writeStringField("endpoint", endpoint.toString());
            out.writeNumberField(
                    "uptimeMillis", millis(now - chronicle.tallies().since()));
            peers(out);
            services(out);
            calls(out);
            out.writeObjectFieldStart("served");
            tally(out, chronicle.tallies().served());
            out.writeEndObject();
            rejected(out);
            out.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private void peers(JsonGenerator out) throws IOException {
        out.writeArrayFieldStart("peers");
        for (Member member : view.peers().values()) {
            boolean tells = member.service() != null && !member.version().equals(Offer.UNKNOWN_VERSION);
            out.writeStartObject();
            out.writeStringField("id", member.id().toString());
            out.writeStringField("name", member.id().name());
            out.writeStringField("service", member.service());
            out.writeStringField("version", tells ? member.version() : null);
            out.writeStringField("address", member.endpoint().toString());
            out.writeNumberField("knownForMillis", millis(now - member.since()));
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void services(JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("services");
        for (Map.Entry<String, List<Member>> service : view.services().entrySet()) {
            out.writeArrayFieldStart(service.getKey());
            for (Member member : service.getValue()) {
                out.writeString(member.id().toString());
            }
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private void calls(JsonGenerator out) throws IOException {
        out.writeArrayFieldStart("calls");
        for (Member member : view.peers().values()) {
            Tally tally = chronicle.tallies().of(member.id());
            if (tally != null) {
                out.writeStartObject();
                out.writeStringField("peer", member.id().toString());
                out.writeStringField("service", member.service());
                tally(out, tally);
                out.writeEndObject();
            }
        }
        out.writeEndArray();
    }

    private void rejected(JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("rejected");
        for (Map.Entry<String, Long> reason : chronicle.rejections().entrySet()) {
            out.writeNumberField(reason.getKey(), reason.getValue());
        }
        out.writeEndObject();
    }

    private void tally(JsonGenerator out, Tally tally) throws IOException {
        RecentTimes.Seen recent = tally.recent(now);
        out.writeNumberField("count", tally.count());
        out.writeNumberField("failed", tally.failed());
        out.writeNumberField("perSecond", Math.round(recent.perSecond() * 10) / 10.0);
        out.writeNumberField("p50Micros", TimeUnit.NANOSECONDS.toMicros(recent.p50()));
        out.writeNumberField("p99Micros", TimeUnit.NANOSECONDS.toMicros(recent.p99()));
    }

    /** Clocks of different threads: never negative. */
    private static long millis(long nanos) {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos));
    }

    /** Read when the first one asks. */
    private static final class Build {
        static final String VERSION = read();

        private static String read() {
            Properties properties = new Properties();
            try (InputStream in = Portrait.class.getResourceAsStream("version.properties")) {
                properties.load(in);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
            return properties.getProperty("version");
        }
    }
}
