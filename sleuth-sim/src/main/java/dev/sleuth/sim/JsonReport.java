package dev.sleuth.sim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sleuth.sim.journal.Detection;
import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Entry.Called;
import dev.sleuth.sim.journal.Latencies;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** A run in figures, as JSON. */
final class JsonReport {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final String NOBODY = "nobody";

    private JsonReport() {}

    /** What stands in the file; times are in nanoseconds. */
    private record Result(
            String scenario,
            String world,
            long seed,
            String result,
            int attempts,
            String hash,
            List<Finding> findings,
            Map<String, Latency> latencies,
            Map<String, Map<String, Calls>> calls,
            Map<String, Map<Integer, Long>> sent,
            Map<String, Long> failures,
            Map<String, Long> exits,
            long suspicions,
            List<Noticed> detections) {}

    /** How long others went on seeing a peer that had ended or stood still. */
    private record Noticed(String peer, String how, long at, int survivors, long p50, long max) {
        static Noticed of(Detection one) {
            return new Noticed(one.peer(), one.how(), one.at(), one.delays().size(), one.median(), one.max());
        }
    }

    private record Latency(long calls, long p50, long p90, long p99, long p999, long max) {}

    private record Calls(long answered, long failed) {
        Calls plus(Calls other) {
            return new Calls(answered + other.answered, failed + other.failed);
        }
    }

    static String of(Run run) {
        List<Entry> entries = run.journal().entries();
        Verdict verdict = run.verdict();
        Result result = new Result(
                run.scenario().name(),
                run.world(),
                run.scenario().seed(),
                verdict.result().name(),
                run.attempts(),
                verdict.hash(),
                verdict.findings(),
                latencies(entries),
                calls(entries),
                sent(entries),
                failures(entries),
                exits(entries),
                suspicions(entries),
                Detection.of(entries).stream().map(Noticed::of).toList());
        try {
            return JSON.writeValueAsString(result) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result holds nothing that JSON cannot say", e);
        }
    }

    private static Map<String, Latency> latencies(List<Entry> entries) {
        Map<String, Latency> latencies = new LinkedHashMap<>();
        for (Entry entry : entries) {
            if (entry instanceof Called call && !latencies.containsKey(call.service())) {
                latencies.put(call.service(), latency(Latencies.of(entries, call.service(), 0, Long.MAX_VALUE)));
            }
        }
        return latencies;
    }

    private static Latency latency(Histogram histogram) {
        return new Latency(
                histogram.getTotalCount(),
                Latencies.at(histogram, 50),
                Latencies.at(histogram, 90),
                Latencies.at(histogram, 99),
                Latencies.at(histogram, 99.9),
                Latencies.at(histogram, 100));
    }

    /** By caller and by who answered or was asked. */
    private static Map<String, Map<String, Calls>> calls(List<Entry> entries) {
        Map<String, Map<String, Calls>> calls = new LinkedHashMap<>();
        for (Entry entry : entries) {
            if (entry instanceof Called call) {
                String by = call.by() == null ? NOBODY : call.by();
                Calls one = call.failed() ? new Calls(0, 1) : new Calls(1, 0);
                calls.computeIfAbsent(call.caller(), caller -> new LinkedHashMap<>())
                        .merge(by, one, Calls::plus);
            }
        }
        return calls;
    }

    /** By service, how many calls were sent how often. */
    private static Map<String, Map<Integer, Long>> sent(List<Entry> entries) {
        Map<String, Map<Integer, Long>> sent = new LinkedHashMap<>();
        for (Entry entry : entries) {
            if (entry instanceof Called call) {
                sent.computeIfAbsent(call.service(), service -> new TreeMap<>()).merge(call.attempts(), 1L, Long::sum);
            }
        }
        return sent;
    }

    /** By the error's code, or the status of an answer that blames the service. */
    private static Map<String, Long> failures(List<Entry> entries) {
        Map<String, Long> failures = new TreeMap<>();
        for (Entry entry : entries) {
            if (entry instanceof Called call && call.failed()) {
                failures.merge(call.code() != 0 ? "code " + call.code() : "status " + call.status(), 1L, Long::sum);
            }
        }
        return failures;
    }

    private static long suspicions(List<Entry> entries) {
        return entries.stream()
                .filter(entry -> entry instanceof Entry.Suspected suspected && suspected.suspect())
                .count();
    }

    private static Map<String, Long> exits(List<Entry> entries) {
        Map<String, Long> exits = new LinkedHashMap<>();
        for (Entry entry : entries) {
            if (entry instanceof Entry.Exited exited) {
                exits.merge(exited.cause(), 1L, Long::sum);
            }
        }
        return exits;
    }
}
