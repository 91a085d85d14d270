package dev.sleuth.sim.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.sim.journal.Entry.Called;
import dev.sleuth.sim.journal.Entry.Entered;
import dev.sleuth.sim.journal.Entry.Exited;
import dev.sleuth.sim.journal.Entry.Hit;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MetersTest {
    @Test
    void the_meters_say_what_the_journal_says() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Journal journal = new Journal();
        journal.append(new Entered(1, "a", "b"));
        journal.listen(new Meters(registry));
        journal.append(new Entered(2, "b", "a"));
        journal.append(new Exited(3, "a", "b", "silent"));
        journal.append(new Called(5_000_000, 2_000_000, "a", 0, "echo", "b", 200, 0, 1));
        journal.append(new Called(9_000_000, 2_000_000, "a", 1, "echo", null, 0, 920, 1));
        journal.append(new Called(9_000_000, 2_000_000, "a", 1, "echo", "b", 503, 0, 1));
        journal.append(new Hit(9, 2, "beacon", 41));
        journal.append(new Hit(9, 2, "beacon", 1));

        assertThat(registry.counter("sleuth.sim.enters").count()).isEqualTo(2);
        assertThat(registry.counter("sleuth.sim.exits", "cause", "silent").count())
                .isEqualTo(1);
        assertThat(registry.counter("sleuth.sim.hits", "step", "2", "what", "beacon")
                        .count())
                .isEqualTo(42);
        assertThat(calls(registry, "answered", "b").totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(3);
        assertThat(calls(registry, "failed", "nobody").totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(7);
        assertThat(calls(registry, "failed", "b").count()).isEqualTo(1);
    }

    private static Timer calls(SimpleMeterRegistry registry, String outcome, String peer) {
        return registry.get("sleuth.sim.calls")
                .tags("service", "echo", "outcome", outcome, "peer", peer)
                .timer();
    }
}
