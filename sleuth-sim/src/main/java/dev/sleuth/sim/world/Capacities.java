package dev.sleuth.sim.world;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How many calls a second were answered well while callers called as fast as they could. For any number of threads. */
final class Capacities {
    private record Way(String caller, String service) {}

    private record Measured(LoadSpec load, LongAdder answers) {}

    private final Map<Way, Measured> measured = new ConcurrentHashMap<>();

    /** A caller begins a full load. */
    void begin(LoadSpec load, String caller) {
        measured.put(new Way(caller, load.service()), new Measured(load, new LongAdder()));
    }

    /** One of the calls of a caller's full load was answered well. */
    void answered(long now, LoadSpec load, String caller) {
        Measured own = measured.get(new Way(caller, load.service()));
        if (own != null && own.load().equals(load) && now >= load.measuredFrom() && now < load.until()) {
            own.answers().increment();
        }
    }

    /** Calls a second of the caller's last full load to that service; 0 if it had none, or none was answered well. */
    double perSecond(String caller, String service) {
        Measured own = measured.get(new Way(caller, service));
        return own == null
                ? 0
                : own.answers().sum() * 1e9 / (own.load().until() - own.load().measuredFrom());
    }
}
