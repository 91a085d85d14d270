package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import dev.sleuth.rpc.SleuthException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class SleuthMetricsTest {
    private final Lab lab = new Lab();

    @Test
    void aRegistrySeesCallsRequestsPeersAndExits() {
        SimpleMeterRegistry atService = new SimpleMeterRegistry();
        SimpleMeterRegistry atClient = new SimpleMeterRegistry();
        try (Sleuth client = Sleuth.join(lab.client())) {
            Sleuth service = Sleuth.join(lab.service("teapot", request -> Response.of(418)));
            new SleuthMetrics(service).bindTo(atService);
            new SleuthMetrics(client).bindTo(atClient);
            client.waitFor(Lab.SOON, "teapot");

            client.send(Request.get("sleuth://teapot/"));
            catchThrowable(() -> client.send(Request.get("sleuth://nobody/")));

            assertThat(atClient.get("sleuth.client.calls")
                            .tags("service", "teapot", "outcome", "418")
                            .timer()
                            .count())
                    .isEqualTo(1);
            String unknown = Integer.toString(SleuthException.UNKNOWN_SERVICE);
            assertThat(atClient.get("sleuth.client.calls")
                            .tags("service", "nobody", "outcome", unknown)
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(atService
                            .get("sleuth.server.requests")
                            .tag("status", "418")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(atClient.get("sleuth.peers").gauge().value()).isEqualTo(1);

            service.close();
            await().atMost(Lab.SOON).until(() -> client.peers().isEmpty());
            await().atMost(Lab.SOON)
                    .untilAsserted(() -> assertThat(atClient.get("sleuth.exits")
                                    .tag("cause", "left")
                                    .counter()
                                    .count())
                            .isEqualTo(1));
            assertThat(atClient.get("sleuth.peers").gauge().value()).isZero();
        }
    }
}
