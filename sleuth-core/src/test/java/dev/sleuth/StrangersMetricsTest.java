package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sleuth.rpc.Member;
import dev.sleuth.rpc.Observation;
import dev.sleuth.rpc.Outcome;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import dev.sleuth.rpc.Target;
import dev.sleuth.zre.Endpoint;
import dev.sleuth.zre.PeerId;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever others think of, the number of meters is bounded, and a call costs no search among them. */
@Timeout(60)
class StrangersMetricsTest {
    private static final int MANY = 3_000;

    private final Lab lab = new Lab();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Sleuth service;
    private Sleuth client;
    private SleuthMetrics metrics;

    @BeforeEach
    void join() {
        service = lab.join(lab.service("tea", request -> Response.of(Integer.parseInt(request.text()))));
        client = lab.join(lab.client());
        client.waitFor(Lab.SOON, "tea");
        metrics = new SleuthMetrics(client);
        metrics.bindTo(registry);
    }

    @AfterEach
    void closeAll() {
        lab.close();
    }

    private Set<String> tags(String name, String key) {
        return registry.find(name).meters().stream()
                .map(meter -> String.valueOf(meter.getId().getTag(key)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private double count(String name, String... tags) {
        return registry.find(name).tags(tags).meters().stream()
                .mapToDouble(meter -> meter.measure().iterator().next().getValue())
                .sum();
    }

    private void call(String url, String method, int status) {
        client.sendAsync(Request.of(method, url).withBody(Integer.toString(status)))
                .exceptionally(failure -> Response.of(200))
                .join();
    }

    @Test
    void methodsThatNobodyKnowsAreOne() {
        new SleuthMetrics(service).bindTo(registry);
        for (int i = 0; i < 50; i++) {
            call("sleuth://tea/", "BREW" + i, 200);
        }

        assertThat(tags("sleuth.client.calls", "method")).containsExactly("OTHER");
        assertThat(count("sleuth.client.calls", "method", "OTHER")).isEqualTo(50);
        await().atMost(Lab.SOON).until(() -> count("sleuth.server.requests", "method", "OTHER") == 50);
        assertThat(tags("sleuth.server.requests", "method")).containsExactly("OTHER");
    }

    @Test
    void statusesThatNobodyRegisteredAreOneOfEachHundred() {
        for (int status = 200; status < 1000; status++) {
            call("sleuth://tea/", "GET", status);
        }

        assertThat(tags("sleuth.client.calls", "status"))
                .contains("200", "404", "503", "2xx", "5xx", "9xx")
                .doesNotContain("299", "999")
                .hasSizeLessThan(80);
        assertThat(count("sleuth.client.calls")).isEqualTo(800);
        assertThat(count("sleuth.client.calls", "status", "6xx")).isEqualTo(100);
    }

    @Test
    void servicesThatAreOfferedAreSoManyAndTheRestAreOne() {
        client.driver().enter(() -> {
            for (int i = 0; i < MANY; i++) {
                client.driver().observe(new Observation.Entered(1, inventor(i)));
                client.driver().observe(new Observation.Offered(1, inventor(i)));
            }
        });
        await().atMost(Lab.SOON).until(() -> client.services().size() == MANY + 1);

        assertThat(tags("sleuth.service.peers", "service"))
                .contains("tea", "OTHER")
                .hasSize(Meters.MOST_SERVICES + 1);
        assertThat(count("sleuth.service.peers")).as("each is counted once").isEqualTo(MANY + 1);
    }

    private static Member inventor(int number) {
        return new Member(new PeerId(7, number), "s" + number, "1", new Endpoint("127.0.0.1", 1), 1);
    }

    @Test
    void servicesThatAreCalledAreSoManyAndNoneIsLong() {
        String endless = "x".repeat(10_000);
        call("sleuth://" + endless + "/", "GET", 200);
        for (int i = 0; i < 3 * Meters.MOST_SERVICES; i++) {
            call("sleuth://nobody-" + i + "/", "GET", 200);
        }
        call("sleuth://tea/", "GET", 200);

        assertThat(tags("sleuth.client.calls", "service"))
                .as("what is offered has a place of its own")
                .contains("tea", "OTHER")
                .doesNotContain(endless)
                .hasSize(Meters.MOST_SERVICES + 2);
        assertThat(count("sleuth.client.calls")).isEqualTo(3 * Meters.MOST_SERVICES + 2);
    }

    @Test
    void combinationsAreSoMany() {
        SimpleMeterRegistry apart = new SimpleMeterRegistry();
        Meters meters = new Meters(apart, Tags.empty(), new Registered(apart, Tags.empty(), client), "none");
        int calls = 0;
        for (String method : List.of("GET", "PUT", "POST", "DELETE", "PATCH")) {
            for (int i = 0; i < Meters.MOST_SERVICES; i++) {
                for (int status = 200; status < 206; status++) {
                    Target target = Target.parse("sleuth://s" + i + "/");
                    PendingCall call =
                            new PendingCall.Blocking(1, target, Request.of(method, "/"), new byte[0], 0, 1_000);
                    Outcome outcome = new Outcome.Answered(Response.of(status), service.id(), 1);
                    meters.called(call, outcome, 1, client.driver().view());
                    calls++;
                }
            }
        }

        Collection<Timer> timers = apart.find("sleuth.client.calls").timers();
        assertThat(timers).hasSize(Meters.MOST_TIMERS + 1);
        assertThat(timers.stream().mapToLong(Timer::count).sum()).isEqualTo(calls);
    }

    @Test
    void aCallDoesNotLookForItsMetersInTheRegistry() {
        new SleuthMetrics(service).bindTo(registry);
        call("sleuth://tea/", "GET", 200);
        await().atMost(Lab.SOON).until(() -> count("sleuth.server.requests") == 1);

        registry.clear();
        call("sleuth://tea/", "GET", 200);
        call("sleuth://tea/", "GET", 200);
        await().atMost(Lab.SOON).until(() -> service.driver().queues().requests() == 0);
        Harness.inside(service, () -> {});

        assertThat(registry.getMeters()).as("whoever looks for one makes it").isEmpty();
    }

    @Test
    void whatComesWhileTheMetersAreTakenOutStaysOut() {
        Registered registered = new Registered(registry, Tags.empty(), client);
        registered.remove();
        Set<Meter> before = Set.copyOf(registry.getMeters());

        registered.offered("late");

        assertThat(registry.getMeters()).hasSameElementsAs(before);
        metrics.close();
        assertThat(registry.getMeters()).isEmpty();
    }
}
