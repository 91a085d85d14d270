package dev.sleuth.sim;

import dev.sleuth.sim.world.PeerSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads scenarios, strictly: what is not known or cannot be is refused, with the file, the line and the key.
 *
 * <p>The kinds of steps and expectations stand in the two tables; each reads itself.
 */
public final class ScenarioReader {
    private static final List<Kind<Step>> STEPS = List.of(
            CrashStep.KIND,
            RestartStep.KIND,
            LeaveStep.KIND,
            FreezeStep.KIND,
            LoseBeaconsStep.KIND,
            JoinStep.KIND,
            HoldStep.KIND,
            CutStep.KIND,
            SlowStep.KIND,
            StallStep.KIND,
            SlowHandlersStep.KIND,
            FailingHandlersStep.KIND);
    private static final List<Kind<Expectation>> EXPECTATIONS = List.of(
            DiscoveredExpectation.KIND,
            GoneExpectation.KIND,
            BackExpectation.KIND,
            FailedCallsExpectation.KIND,
            BalanceExpectation.KIND,
            LatencyExpectation.KIND,
            ViewsExpectation.KIND,
            FalseRemovalsExpectation.KIND,
            CallsToGoneExpectation.KIND,
            AttemptsExpectation.KIND,
            AtMostOnceExpectation.KIND,
            AvailabilityExpectation.KIND,
            GoodputExpectation.KIND,
            UnderWayExpectation.KIND);

    private static final List<String> KEYS =
            List.of("name", "story", "seed", "lasts", "peers", "load", "steps", "expect");
    private static final Pattern TITLE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}");
    private static final int MAX_PEERS = 10_000;
    private static final int MOST_AT_WORK = 10_000;

    private ScenarioReader() {}

    /**
     * Reads a scenario from a YAML file of up to 1 MiB.
     *
     * @throws ScenarioException if it is none; the message is one line for people
     */
    public static Scenario read(Path file) {
        Fields fields = Fields.of(ScenarioFile.read(file)).allow(KEYS);
        Value name = fields.get("name");
        if (!TITLE.matcher(name.text()).matches()) {
            throw name.error("write up to 100 letters, digits, spaces and . _ - here, a letter or digit first");
        }
        long lasts = fields.get("lasts").time();
        if (lasts == 0) {
            throw fields.get("lasts").error("a scenario that lasts 0s has no time to show anything; make it longer");
        }
        Plan plan = new Plan(lasts);
        peers(fields.get("peers"), plan);
        for (Value item : items(fields, "load")) {
            plan.load().add(Load.read(Fields.of(item), plan));
        }
        items(fields, "steps").forEach(item -> JoinStep.announce(item, plan));
        List<Step> steps = new ArrayList<>();
        for (Value item : items(fields, "steps")) {
            steps.add(step(item, plan));
        }
        return new Scenario(
                name.text(),
                fields.find("story").map(Value::text).orElse("").strip(),
                fields.find("seed")
                        .map(seed -> seed.whole(-Long.MAX_VALUE, Long.MAX_VALUE))
                        .orElse(1L),
                lasts,
                plan.peers(),
                plan.load(),
                steps,
                expectations(fields.get("expect"), plan));
    }

    private static List<Value> items(Fields fields, String key) {
        return fields.find(key)
                .filter(Predicate.not(Value::empty))
                .map(Value::items)
                .orElse(List.of());
    }

    private static void peers(Value place, Plan plan) {
        Fields groups = Fields.of(place);
        for (String name : groups.keys()) {
            Value group = groups.get(name);
            plan.group(
                    groups.key(name),
                    groups.key(name).name(),
                    group.empty() ? only(name) : group(name, Fields.of(group)));
        }
        if (plan.peers().size() > MAX_PEERS) {
            throw place.error("these are " + plan.peers().size() + " peers, more than " + MAX_PEERS + "; take fewer");
        }
        if (plan.peers().isEmpty()) {
            throw place.error("a scenario needs at least one peer; add one such as echo: {service: echo-service}");
        }
    }

    private static List<PeerSpec> only(String name) {
        return List.of(new PeerSpec(name, null, null, PeerSpec.AT_WORK));
    }

    private static List<PeerSpec> group(String name, Fields fields) {
        fields.allow(List.of("service", "count", "version", "at-work"));
        @Nullable String service = fields.find("service").map(Value::name).orElse(null);
        @Nullable String version = fields.find("version").map(Value::name).orElse(null);
        if (version != null && service == null) {
            throw fields.get("version")
                    .error("a version without a service means nothing; add service or remove version");
        }
        if (service == null && fields.find("at-work").isPresent()) {
            throw fields.get("at-work").error("without a service nothing is at work; add service or remove at-work");
        }
        long atWork = fields.find("at-work")
                .map(value -> value.whole(1, MOST_AT_WORK))
                .orElse((long) PeerSpec.AT_WORK);
        long count =
                fields.find("count").map(value -> value.whole(1, MAX_PEERS)).orElse(1L);
        List<PeerSpec> members = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            members.add(new PeerSpec(count == 1 ? name : name + "-" + i, service, version, (int) atWork));
        }
        return members;
    }

    private static Step step(Value place, Plan plan) {
        Fields fields = Fields.of(place);
        Kind<Step> kind = kind(fields, STEPS, List.of("at"), "step");
        plan.step(fields.get("at"));
        return kind.reading().read(fields, plan);
    }

    private static List<Expectation> expectations(Value place, Plan plan) {
        List<Expectation> expectations = new ArrayList<>();
        for (Value item : place.items()) {
            Fields fields = Fields.of(item);
            expectations.add(kind(fields, EXPECTATIONS, List.of(), "expectation")
                    .reading()
                    .read(fields, plan));
        }
        if (expectations.isEmpty()) {
            throw place.error("a scenario that expects nothing cannot fail; add one such as - {views: right}");
        }
        return expectations;
    }

    /** Finds out by its keys which kind of step or expectation this is, and refuses keys that such a one has not. */
    private static <T> Kind<T> kind(Fields fields, List<Kind<T>> table, List<String> common, String noun) {
        List<String> names = table.stream().map(Kind::key).toList();
        List<String> marks = fields.keys().stream().filter(names::contains).toList();
        if (marks.size() > 1) {
            throw fields.key(marks.get(1))
                    .error("one " + noun + " cannot be both " + marks.get(0) + " and " + marks.get(1) + "; write two");
        }
        if (marks.isEmpty()) {
            throw unknown(fields, names, common, noun);
        }
        Kind<T> kind = table.stream()
                .filter(entry -> entry.key().equals(marks.get(0)))
                .findFirst()
                .orElseThrow();
        List<String> known = new ArrayList<>(common);
        known.add(kind.key());
        known.addAll(kind.others());
        fields.allow(known);
        return kind;
    }

    private static ScenarioException unknown(Fields fields, List<String> names, List<String> common, String noun) {
        Optional<String> strange =
                fields.keys().stream().filter(Predicate.not(common::contains)).findFirst();
        if (strange.isEmpty()) {
            return fields.error("this " + noun + " does not say what it is; add one of " + String.join(", ", names));
        }
        return fields.key(strange.get()).error("unknown " + noun + "; " + Nearest.hint(strange.get(), names));
    }
}
