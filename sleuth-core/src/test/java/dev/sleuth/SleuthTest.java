package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import dev.sleuth.rpc.SleuthException;
import org.junit.jupiter.api.Test;

/** Real peers on real sockets. */
class SleuthTest {
  private final Lab lab = new Lab();

  @Test
  void aClientFindsAServiceAndGetsItsAnswer() {
    try (Sleuth service = Sleuth.join(lab.service("echo", request -> Response.ok(request.body())));
        Sleuth client = Sleuth.join(lab.client())) {
      client.waitFor(Lab.SOON, "echo");

      Response response = client.send(Request.post("sleuth://echo/some/path?q=1#f", "hello"));

      assertThat(response.status()).isEqualTo(200);
      assertThat(response.text()).isEqualTo("hello");
      assertThat(client.services().get("echo")).singleElement().extracting("id").isEqualTo(service.id());
    }
  }

  @Test
  void aLeavingServiceIsGoneAtOnceAndTheNextCallFailsWith919() {
    try (Sleuth client = Sleuth.join(lab.client())) {
      Sleuth service = Sleuth.join(lab.service("echo", request -> Response.ok(request.body())));
      client.waitFor(Lab.SOON, "echo");

      service.close();

      await().atMost(Lab.SOON).until(() -> client.peers().isEmpty());
      assertThatThrownBy(() -> client.send(Request.get("sleuth://echo/")))
          .isInstanceOfSatisfying(
              SleuthException.class,
              failure -> assertThat(failure.trace()).containsExactly(SleuthException.UNKNOWN_SERVICE, SleuthException.DO));
    }
  }

  @Test
  void aCrashedServiceIsGoneWithoutAGoodbye() {
    try (Sleuth client = Sleuth.join(lab.client())) {
      Sleuth service = Sleuth.join(lab.service("echo", request -> Response.ok(request.body())));
      client.waitFor(Lab.SOON, "echo");

      Harness.abort(service);

      await().atMost(Lab.SOON).until(() -> client.peers().isEmpty());
    }
  }
}
