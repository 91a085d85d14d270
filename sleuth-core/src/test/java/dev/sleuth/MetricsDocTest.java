package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.rpc.Observation;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** docs/metrics.md against what is registered: names, kinds, tags and units, and the values of tags that are words. */
@Timeout(60)
class MetricsDocTest {
    private static final Path DOCS = Path.of("..", "docs", "metrics.md");
    private static final Pattern ROW = Pattern.compile(
            "^\\| `(sleuth[.\\w]+)` \\| (\\w+) \\| ([^|]*) \\| ([^|]*) \\| \\S[^|]* \\|$", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private final Lab lab = new Lab();

    @AfterEach
    void closeAll() {
        lab.close();
    }

    @Test
    void theTableNamesEveryMeterWithItsKindTagsAndUnitAndNoOther() throws IOException {
        Set<String> documented = new TreeSet<>();
        Matcher row = ROW.matcher(Files.readString(DOCS));
        while (row.find()) {
            documented.add(String.join(
                    " ", row.group(1), row.group(2), tags(row.group(3)).toString(), row.group(4)));
        }

        Set<String> registered = everything().getMeters().stream()
                .map(Meter::getId)
                .map(MetricsDocTest::line)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(documented).isNotEmpty().isEqualTo(registered);
    }

    @Test
    void theValuesThatAreWordsAreAllThere() throws IOException {
        Set<String> values = new TreeSet<>();
        for (String line : Files.readAllLines(DOCS)) {
            if (line.startsWith("| `cause`") || line.startsWith("| `queue`")) {
                Matcher word = CODE.matcher(line.substring(line.indexOf('|', 2)));
                while (word.find()) {
                    values.add(word.group(1));
                }
            }
        }

        Set<String> used = everything().getMeters().stream()
                .flatMap(meter -> meter.getId().getTags().stream())
                .filter(tag -> tag.getKey().equals("cause") || tag.getKey().equals("queue"))
                .map(Tag::getValue)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(values).isNotEmpty().isEqualTo(used);
    }

    /** What a registry has when everything has happened once. */
    private MeterRegistry everything() {
        MeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Sleuth service = lab.join(lab.service("tea", request -> Response.of(204)));
        Sleuth client = lab.join(lab.client());
        new SleuthMetrics(service).bindTo(registry);
        new SleuthMetrics(client).bindTo(registry);
        client.waitFor(Lab.SOON, "tea");
        client.send(Request.get("sleuth://tea/"));
        Harness.inside(
                client,
                () -> client.driver()
                        .observe(new Observation.Retried(1, "tea", service.id(), service.id(), 2, "suspect")));
        return registry;
    }

    private static String line(Meter.Id id) {
        String kind = id.getType().name().toLowerCase(Locale.ROOT);
        String unit = id.getBaseUnit() == null ? "-" : id.getBaseUnit();
        Set<String> keys = id.getTags().stream().map(Tag::getKey).collect(Collectors.toCollection(TreeSet::new));
        return String.join(" ", id.getName(), kind, keys.toString(), unit);
    }

    private static Set<String> tags(String cell) {
        Set<String> tags = new TreeSet<>();
        Matcher tag = CODE.matcher(cell);
        while (tag.find()) {
            tags.add(tag.group(1));
        }
        return tags;
    }
}
