package dev.sleuth.sim.world;

import dev.sleuth.rpc.Request;
import java.util.function.Consumer;

/** One caller's share of a load, in events of the timeline. */
final class VirtualLoad {
    /** Sends one call now. */
    interface Caller {
        /**
         * Returns whether it was sent.
         *
         * @param ended told when it ends whether it was answered well, if it was sent and its caller lives
         */
        boolean call(LoadSpec load, Request request, String caller, Consumer<Boolean> ended);
    }

    private static final long HUNDREDTH = 10_000_000;

    private final LoadSpec load;
    private final String caller;
    private final Timeline timeline;
    private final Capacities capacities;
    private final Caller calls;
    private final Request request;
    private boolean stopped;

    VirtualLoad(LoadSpec load, String caller, Timeline timeline, Capacities capacities, Caller calls) {
        this.load = load;
        this.caller = caller;
        this.timeline = timeline;
        this.capacities = capacities;
        this.calls = calls;
        this.request = Request.of(load.method(), "/").withBody(new byte[load.bodyBytes()]);
        if (load.pace() instanceof Pace.Rate rate) {
            plan(rate.perSecond(), 0);
        } else {
            timeline.at(Math.max(load.from(), timeline.now()), this::begin);
        }
    }

    private void begin() {
        if (load.pace() instanceof Pace.Full full) {
            capacities.begin(load, caller);
            for (int place = 0; place < full.atOnce(); place++) {
                next();
            }
        } else if (load.pace() instanceof Pace.Times times) {
            double rate = times.factor() * capacities.perSecond(caller, load.service());
            if (rate > 0) {
                plan(rate, 0);
            }
        }
    }

    /** Plans the call with this number and, when its time has come, the next. */
    private void plan(double rate, long number) {
        long next = number;
        long time = time(rate, next);
        while (time < timeline.now()) {
            time = time(rate, ++next);
        }
        if (time < load.until() && !stopped) {
            long following = next + 1;
            timeline.at(time, () -> {
                if (!stopped) {
                    calls.call(load, request, caller, well -> {});
                    plan(rate, following);
                }
            });
        }
    }

    private long time(double rate, long number) {
        // From the number each time: a rounded interval would add up.
        return load.from() + (long) (number * 1e9 / rate);
    }

    /** One call of a full load, followed by the next one when it has ended. */
    private void next() {
        if (stopped || timeline.now() >= load.until()) {
            return;
        }
        boolean[] over = new boolean[1];
        boolean sent = calls.call(load, request, caller, well -> {
            over[0] = true;
            if (well) {
                capacities.answered(timeline.now(), load, caller);
            }
            timeline.in(well ? 0 : HUNDREDTH, this::next);
        });
        if (!sent) {
            timeline.in(HUNDREDTH, this::next);
            return;
        }
        // Whoever calls may be ended with its calls.
        timeline.in(load.timeout() + HUNDREDTH, () -> {
            if (!over[0]) {
                next();
            }
        });
    }

    void stop() {
        stopped = true;
    }
}
