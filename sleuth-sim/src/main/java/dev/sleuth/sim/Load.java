package dev.sleuth.sim;

import dev.sleuth.sim.world.LoadSpec;
import dev.sleuth.sim.world.Pace;
import java.time.Duration;
import java.util.List;

/**
 * {@code {from: caller, to: echo-service, rate: 100/s, after: 1s, until: 9s}}: who calls whom and how fast. Rates are
 * calls a second, {@code full} (as fast as they are answered, {@code at-once: 20}), or a multiple of what a full load
 * before it was answered ({@code 300%}).
 */
final class Load {
    private static final List<String> KEYS =
            List.of("from", "to", "rate", "at-once", "after", "until", "body", "timeout", "method");
    /** Of HTTP; CONNECT and TRACE are for proxies. */
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH");

    private static final String FULL = "full";
    private static final int DEFAULT_BODY = 100;
    private static final int DEFAULT_AT_ONCE = 16;
    private static final int MOST_AT_ONCE = 10_000;
    private static final long DEFAULT_TIMEOUT = Duration.ofSeconds(1).toNanos();

    private Load() {}

    static LoadSpec read(Fields fields, Plan plan) {
        fields.allow(KEYS);
        List<String> callers = plan.members(fields.get("from"));
        String service = plan.service(fields.get("to"));
        Pace pace = pace(fields);
        long after = plan.within(fields.get("after"));
        long until = plan.within(fields.get("until"));
        if (until <= after) {
            throw fields.get("until")
                    .error("this is not later than after, " + Figures.exactTime(after) + "; make it later");
        }
        if (pace instanceof Pace.Times) {
            requireMeasured(fields.get("rate"), callers, service, after, plan);
        }
        int body = fields.find("body").map(Value::bytes).orElse(DEFAULT_BODY);
        long timeout = fields.find("timeout").map(Value::time).orElse(DEFAULT_TIMEOUT);
        if (timeout == 0) {
            throw fields.get("timeout").error("no call can be answered within 0s; make it longer");
        }
        String method = fields.find("method")
                .map(place -> place.oneOf(METHODS, "method"))
                .orElse("GET");
        return new LoadSpec(callers, service, pace, after, until, body, timeout, method);
    }

    private static Pace pace(Fields fields) {
        Value rate = fields.get("rate");
        if (rate.text().equals(FULL)) {
            return new Pace.Full(fields.find("at-once")
                    .map(place -> (int) place.whole(1, MOST_AT_ONCE))
                    .orElse(DEFAULT_AT_ONCE));
        }
        if (fields.find("at-once").isPresent()) {
            throw fields.key("at-once").error("only a load with rate: full has this; remove one of them");
        }
        return rate.text().endsWith("%") ? new Pace.Times(rate.multiple()) : new Pace.Rate(rate.rate());
    }

    private static void requireMeasured(Value place, List<String> callers, String service, long after, Plan plan) {
        boolean measured = plan.load().stream()
                .anyMatch(load -> load.pace() instanceof Pace.Full
                        && load.service().equals(service)
                        && load.until() <= after
                        && load.callers().containsAll(callers));
        if (!measured) {
            throw place.error("what this is a part of has not been measured by then; add a load with rate: full from"
                    + " the same callers to " + service + " above it, that is over by " + Figures.exactTime(after));
        }
    }
}
