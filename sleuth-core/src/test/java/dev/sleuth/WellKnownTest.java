package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sleuth.rpc.Handler;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import dev.sleuth.rpc.SleuthException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What peers tell about themselves, on real sockets, held against docs/well-known.md. */
@Timeout(60)
class WellKnownTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path DOCS = Path.of("..", "docs", "well-known.md");
    private static final Pattern EXAMPLE = Pattern.compile("^```json\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Handler ECHO = request -> Response.ok(request.body());

    private final Lab lab = new Lab();
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void closeAll() {
        release.countDown();
        lab.close();
    }

    @Test
    void aServiceTellsWhoItIsAndWhomItSees() throws IOException {
        Sleuth service = lab.join(lab.service("echo", ECHO).withVersion("1.2"));
        Sleuth other = lab.join(lab.service("tea", ECHO));
        Sleuth client = lab.join(lab.client());
        client.waitFor(Lab.SOON, "echo", "tea");
        service.waitFor(Lab.SOON, "tea");
        await().atMost(Lab.SOON).until(() -> service.peers().size() == 2);

        JsonNode told = ask(client, service);

        assertThat(told.get("id").asText()).isEqualTo(service.id().toString());
        assertThat(told.get("name").asText()).isEqualTo(service.id().name());
        assertThat(told.get("service").asText()).isEqualTo("echo");
        assertThat(told.get("version").asText()).isEqualTo("1.2");
        assertThat(told.get("group").asText()).isEqualTo(lab.group());
        assertThat(told.get("endpoint").asText()).isEqualTo(service.endpoint().toString());
        assertThat(told.get("sleuth").asText()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(told.get("uptimeMillis").asLong())
                .isBetween(0L, Duration.ofMinutes(1).toMillis());
        assertThat(told.get("peers").findValuesAsText("id"))
                .containsExactlyInAnyOrder(other.id().toString(), client.id().toString());
        JsonNode tea = peer(told.get("peers"), "id", other);
        assertThat(tea.get("service").asText()).isEqualTo("tea");
        assertThat(tea.get("version").isNull()).as("it tells none").isTrue();
        assertThat(tea.get("address").asText()).isEqualTo(other.endpoint().toString());
        assertThat(tea.get("knownForMillis").asLong())
                .isBetween(0L, told.get("uptimeMillis").asLong());
        assertThat(peer(told.get("peers"), "id", client).get("service").isNull())
                .isTrue();
        assertThat(told.get("services")).isEqualTo(JSON.readTree("{\"tea\":[\"" + other.id() + "\"]}"));
    }

    @Test
    void aPeerThatOffersNothingTellsToo() throws IOException {
        Sleuth quiet = lab.join(lab.client());
        Sleuth client = lab.join(lab.client());
        await().atMost(Lab.SOON).until(() -> client.peers().size() == 1);

        JsonNode told = ask(client, quiet);

        assertThat(told.get("id").asText()).isEqualTo(quiet.id().toString());
        assertThat(told.get("service").isNull()).isTrue();
        assertThat(told.get("version").isNull()).isTrue();
        assertThat(client.send(Request.get("sleuth://" + quiet.id() + "@/else")).status())
                .as("what else it is asked")
                .isEqualTo(501);
    }

    @Test
    void callsAndWhatIsServedAreCountedWithRatesAndTimes() throws IOException {
        Sleuth service = lab.join(lab.service("echo", request -> switch (request.url()) {
            case "/500" -> Response.of(500);
            case "/never" -> {
                release.await();
                yield Response.of(204);
            }
            default -> Response.of(200);
        }));
        Sleuth client = lab.join(lab.client());
        Sleuth observer = lab.join(lab.client());
        client.waitFor(Lab.SOON, "echo");
        await().atMost(Lab.SOON).until(() -> observer.peers().size() == 2);

        for (String path : List.of("/", "/", "/", "/404", "/500")) {
            client.send(Request.get("sleuth://echo" + path));
        }
        Request never = Request.get("sleuth://echo/never");
        assertThat(Lab.trace(() -> client.send(never, Duration.ofMillis(20)))).contains(SleuthException.TIMEOUT);
        assertThat(Lab.trace(() -> client.send(Request.get("sleuth://nobody/"))))
                .isNotEmpty();

        JsonNode calls = ask(observer, client).get("calls");
        assertThat(calls).hasSize(1);
        JsonNode call = calls.get(0);
        assertThat(call.get("peer").asText()).isEqualTo(service.id().toString());
        assertThat(call.get("service").asText()).isEqualTo("echo");
        assertThat(call.get("count").asLong()).isEqualTo(6);
        assertThat(call.get("failed").asLong()).as("the one without an answer").isEqualTo(1);
        assertThat(call.get("perSecond").asDouble()).isBetween(0.1, 6.0);
        assertThat(call.get("p50Micros").asLong()).isPositive();
        assertThat(call.get("p99Micros").asLong()).isGreaterThan(18_000);

        JsonNode served = ask(observer, service).get("served");
        assertThat(served.get("count").asLong()).as("what has ended").isEqualTo(5);
        assertThat(served.get("failed").asLong()).as("the 500").isEqualTo(1);
        assertThat(served.get("perSecond").asDouble()).isBetween(0.1, 5.0);
        assertThat(served.get("p99Micros").asLong()).isGreaterThanOrEqualTo(0);
    }

    @Test
    void aRequestThatThereWasNoRoomForHasFailed() throws IOException {
        Sleuth service = lab.join(lab.service("full", ECHO).withHandlerThreads(HandlerThreads.of(task -> {
            throw new RejectedExecutionException("a test's");
        })));
        Sleuth client = lab.join(lab.client());
        client.waitFor(Lab.SOON, "full");

        assertThat(client.send(Request.get("sleuth://full/")).status()).isEqualTo(503);

        JsonNode served = ask(client, service).get("served");
        assertThat(served.get("count").asLong()).isEqualTo(1);
        assertThat(served.get("failed").asLong()).isEqualTo(1);
        assertThat(served.get("p99Micros").asLong()).isZero();
    }

    @Test
    void whoIsGoneIsForgotten() throws IOException {
        Sleuth service = lab.join(lab.service("echo", ECHO));
        Sleuth client = lab.join(lab.client());
        Sleuth observer = lab.join(lab.client());
        client.waitFor(Lab.SOON, "echo");
        await().atMost(Lab.SOON).until(() -> observer.peers().size() == 2);
        client.send(Request.get("sleuth://echo/"));
        assertThat(ask(observer, client).get("calls")).hasSize(1);

        service.close();

        await().atMost(Lab.SOON).untilAsserted(() -> {
            JsonNode told = ask(observer, client);
            assertThat(told.get("calls")).isEmpty();
            assertThat(told.get("services")).isEmpty();
            assertThat(told.get("peers").findValuesAsText("id"))
                    .containsExactly(observer.id().toString());
        });
    }

    @Test
    void itIsAnsweredWhileAllHandlersAreStuck() throws Exception {
        Sleuth service = lab.join(lab.service("stuck", request -> {
            release.await();
            return Response.of(204);
        }));
        Sleuth client = lab.join(lab.client());
        client.waitFor(Lab.SOON, "stuck");
        List<CompletableFuture<Response>> stuck = new ArrayList<>();
        for (int i = 0; i <= GrowingPool.MAX_AT_WORK + GrowingPool.MAX_WAITING; i++) {
            stuck.add(client.sendAsync(Request.get("sleuth://stuck/")));
        }
        await().atMost(Lab.SOON).until(() -> stuck.stream().anyMatch(CompletableFuture::isDone));

        assertThat(ask(client, service).get("service").asText()).isEqualTo("stuck");

        // While its threads start, the pool may refuse one or two early.
        assertThat(stuck)
                .filteredOn(CompletableFuture::isDone)
                .allMatch(answer -> answer.join().status() == 503);
    }

    @Test
    void otherMethodsAndPathsAreNotAnswered() {
        lab.join(lab.service("echo", request -> Response.ok("handled")));
        Sleuth client = lab.join(lab.client());
        client.waitFor(Lab.SOON, "echo");
        String url = "sleuth://echo" + WellKnown.PATH;

        Response head = client.send(Request.of("HEAD", url));
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).isEqualTo("application/json");
        assertThat(head.header("Content-Length")).matches("\\d\\d+");
        assertThat(head.body()).isEmpty();
        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS")) {
            Response response = client.send(Request.of(method, url));
            assertThat(response.status()).as(method).isEqualTo(405);
            assertThat(response.header("Allow")).isEqualTo("GET, HEAD");
        }
        for (String path : List.of("x", "/", "/x")) {
            assertThat(client.send(Request.get(url + path)).text()).as(path).isEqualTo("handled");
        }
        for (String path : List.of("?", "?a=b", "#c")) {
            assertThat(client.send(Request.get(url + path)).header("Content-Type"))
                    .as(path)
                    .isEqualTo("application/json");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void switchedOffItIsAsIfItWereNotThere(boolean serves) {
        SleuthConfig config = serves ? lab.service("echo", request -> Response.ok("handled")) : lab.client();
        Sleuth peer = lab.join(config.withWellKnown(false));
        Sleuth client = lab.join(lab.client());
        await().atMost(Lab.SOON).until(() -> client.peers().size() == 1);

        Response response = client.send(Request.get("sleuth://" + peer.id() + "@" + WellKnown.PATH));

        assertThat(response.status()).isEqualTo(serves ? 200 : 501);
        assertThat(response.text()).isEqualTo(serves ? "handled" : "");
    }

    @Test
    void itHasTheFieldsOfTheDocumentedExampleInThatOrderAndNoMore() throws IOException {
        lab.join(lab.service("tea", ECHO));
        Sleuth service = lab.join(lab.service("echo", ECHO).withVersion("1.2"));
        Sleuth client = lab.join(lab.client());
        service.waitFor(Lab.SOON, "tea");
        client.waitFor(Lab.SOON, "echo", "tea");
        service.send(Request.get("sleuth://tea/"));
        client.send(Request.get("sleuth://echo/"));
        String secret = "c0ffee-secret";
        client.send(Request.post("sleuth://echo/" + secret, secret).withHeader("Authorization", secret));

        Response response = client.send(Request.get("sleuth://echo" + WellKnown.PATH));

        Matcher example = EXAMPLE.matcher(Files.readString(DOCS));
        assertThat(example.find()).isTrue();
        List<String> documented = shape("", JSON.readTree(example.group(1)));
        assertThat(shape("", JSON.readTree(response.text()))).isEqualTo(documented);
        assertThat(documented).hasSizeGreaterThan(25);
        String docs = Files.readString(DOCS);
        JSON.readTree(response.text())
                .fieldNames()
                .forEachRemaining(name -> assertThat(docs).contains("`" + name + "`"));
        assertThat(response.text()).doesNotContain(secret);
    }

    /** Paths and types of all that is in it, of lists only the first, of services and reasons without their names. */
    private static List<String> shape(String path, JsonNode node) {
        List<String> shape = new ArrayList<>();
        shape.add(path + " " + (node.isNull() ? "STRING" : node.getNodeType()));
        if (node.isArray() && !node.isEmpty()) {
            shape.addAll(shape(path + "[]", node.get(0)));
        }
        if (path.equals(".rejected")) {
            return shape;
        }
        node.properties().forEach(field -> {
            String name = path.equals(".services") ? "*" : field.getKey();
            shape.addAll(shape(path + "." + name, field.getValue()));
        });
        return shape;
    }

    private static JsonNode ask(Sleuth asking, Sleuth asked) throws IOException {
        Response response = asking.send(Request.get("sleuth://" + asked.id() + "@" + WellKnown.PATH));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Content-Type")).isEqualTo("application/json");
        return JSON.readTree(response.body());
    }

    private static JsonNode peer(JsonNode list, String key, Sleuth peer) {
        for (JsonNode node : list) {
            if (node.get(key).asText().equals(peer.id().toString())) {
                return node;
            }
        }
        throw new AssertionError(peer.id() + " is not in " + list);
    }
}
