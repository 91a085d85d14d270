package dev.sleuth.sim.world;

import java.util.PriorityQueue;

/**
 * Time that jumps from event to event. Those of the same time happen in the order in which they were planned, so
 * nothing is left to chance. Nanoseconds, from 0.
 */
final class Timeline {
    private record Event(long at, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(number, other.number);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long planned;

    long now() {
        return now;
    }

    /** Plans {@code action} for a time that is not in the past. */
    void at(long time, Runnable action) {
        if (time < now) {
            throw new IllegalArgumentException("it is " + now + " ns, too late to plan for " + time);
        }
        events.add(new Event(time, planned++, action));
    }

    /** Plans {@code action} for {@code nanos} from now; 0 means after all that is planned for now already. */
    void in(long nanos, Runnable action) {
        at(now + nanos, action);
    }

    /** Lets the next event happen; false if there is none. */
    boolean next() {
        Event event = events.poll();
        if (event == null) {
            return false;
        }
        now = event.at();
        event.action().run();
        return true;
    }

    /** Lets all happen that is planned up to {@code until}, also what comes of it; then it is {@code until}. */
    void runUntil(long until) {
        if (until < now) {
            throw new IllegalArgumentException("it is " + now + " ns, later than " + until);
        }
        while (!events.isEmpty() && events.peek().at() <= until) {
            next();
        }
        now = until;
    }
}
