package dev.sleuth.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Peers, calls and lists in processes of their own, as people use them in several terminals. */
@Timeout(180)
class ToolsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] NOTHING = {};

    private final String port = Tool.freePort();
    private final List<Tool> tools = new ArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void endAll() {
        tools.forEach(Tool::close);
    }

    @Test
    void two_terminals_are_enough_and_after_ctrl_c_a_caller_is_told_at_once() throws Exception {
        Tool peer = peer("--service", "echo-service", "--echo", "--version", "1.2", "--all");
        assertThat(peer.line(line -> true))
                .matches("[0-9A-F]{32} offers echo-service 1\\.2 at tcp://127\\.0\\.0\\.1:.*");

        Tool.Ended call = call("--wait", "20s", "-d", "hello", "sleuth://echo-service/");
        assertThat(call.err()).isEmpty();
        assertThat(call.out()).isEqualTo("hello");
        assertThat(call.code()).isZero();
        peer.line(line -> line.contains("  + ") && line.contains("(no service)"));
        peer.line(line -> line.contains("  - ") && line.endsWith("left"));

        JsonNode before = ls();
        assertThat(before.get("peers")).hasSize(1);
        JsonNode listed = before.get("peers").get(0);
        assertThat(listed.get("id").asText()).isEqualTo(peer.id());
        assertThat(listed.get("service").asText()).isEqualTo("echo-service");
        assertThat(listed.get("version").asText()).isEqualTo("1.2");
        assertThat(peer.line(line -> true)).contains(listed.get("address").asText());
        assertThat(listed.get("uptimeMillis").asLong())
                .isGreaterThan(listed.get("knownForMillis").asLong());
        assertThat(before.get("services").get("echo-service").get(0).asText()).isEqualTo(peer.id());

        peer.interrupt();
        assertThat(peer.lines().get(peer.lines().size() - 1)).endsWith("  left");

        Tool.Ended told = call("-d", "hello", "sleuth://echo-service/");
        assertThat(told.code()).isEqualTo(1);
        assertThat(told.out()).isEmpty();
        assertThat(told.err())
                .isEqualTo("sleuth: no peer offers echo-service: nobody else is seen here; ./sleuth doctor may tell why"
                        + " [919 nobody offers it, 934 a call failed]\n");
        assertThat(ls().get("peers")).isEmpty();
        assertThat(run("ls").out())
                .matches("nobody else is at lo \\(127\\.0\\.0\\.1\\), UDP port " + port + ", group SLEUTH-v1\\n");
    }

    @Test
    void one_of_two_is_called_by_its_identity_and_one_that_offers_nothing_tells_about_itself() throws Exception {
        Tool one = peer("--service", "greeter", "--text", "one");
        Tool two = peer("--service", "greeter", "--text", "two");
        Tool quiet = peer();

        for (Tool tool : List.of(two, one, two)) {
            Tool.Ended call = call("--wait", "20s", "sleuth://" + tool.id().toLowerCase() + "@greeter/");
            assertThat(call.out()).as(call.err()).isEqualTo(tool == one ? "one" : "two");
        }
        Tool.Ended wrong = call("--wait", "20s", "sleuth://" + quiet.id() + "@/");
        assertThat(wrong.code()).isZero();
        Tool.Ended stranger = call("sleuth://" + quiet.id() + "@greeter/");
        assertThat(stranger.code()).isEqualTo(1);
        assertThat(stranger.err()).startsWith("sleuth: peer " + quiet.id()).contains("does not offer greeter", "[919");

        one.line(line -> line.contains("  + " + two.id()));
        assertThat(one.lines())
                .as("who only calls or looks on is not told of")
                .noneMatch(line -> line.contains("(no service)"));

        JsonNode told = JSON.readTree(call("--wait", "20s", "sleuth://" + quiet.id() + "@/.well-known/sleuth")
                .out());
        assertThat(told.get("id").asText()).isEqualTo(quiet.id());
        assertThat(told.get("service").isNull()).isTrue();
        assertThat(told.get("services").get("greeter")).hasSize(2);
    }

    @Test
    void an_http_server_is_on_the_mesh_until_it_is_down() throws Exception {
        byte[] binary = new byte[100_000];
        new Random(7).nextBytes(binary);
        Path picture = Files.write(folder.resolve("picture"), binary);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean found = !exchange.getRequestURI().getPath().endsWith("/none");
            exchange.getResponseHeaders().add("X-Was", exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.getResponseHeaders()
                    .add("X-Kind", "" + exchange.getRequestHeaders().getFirst("X-Kind"));
            exchange.sendResponseHeaders(found ? 201 : 404, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        peer(
                "--service",
                "shop",
                "--forward",
                "http://localhost:" + server.getAddress().getPort() + "/api");

        Path back = folder.resolve("back");
        Tool.Ended put = call(
                "--wait",
                "20s",
                "-i",
                "-o",
                back.toString(),
                "-X",
                "PUT",
                "-H",
                "X-Kind: cat",
                "-d",
                "@" + picture,
                "sleuth://shop/a%20b?c=d&e=%2F#f");
        assertThat(put.code()).as(put.err()).isZero();
        assertThat(put.out().lines().toList())
                .startsWith("SLEUTH-v1 201")
                .containsOnlyOnce("X-Was: PUT /api/a%20b?c=d&e=%2F", "X-Kind: cat", "Content-Length: 100000")
                .endsWith("")
                .noneMatch(line -> line.toLowerCase().startsWith("connection"));
        assertThat(back).hasBinaryContent(binary);

        Tool.Ended none = call("-f", "sleuth://shop/none");
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err()).isEqualTo("sleuth: sleuth://shop/none answered with 404\n");

        Tool.Ended piped = Tool.run(binary, withPort("call", "-d", "@-", "sleuth://shop/"));
        assertThat(piped.bytes()).isEqualTo(binary);

        server.stop(0);
        Tool.Ended down = call("-i", "sleuth://shop/");
        assertThat(down.code()).isZero();
        assertThat(down.out()).startsWith("SLEUTH-v1 502\n").contains("cannot be reached");
    }

    @Test
    void a_list_that_is_watched_tells_who_comes_and_goes_and_leaves_with_a_goodbye() throws Exception {
        Tool lines = start(withPort("ls", "--watch"));
        Tool json = start(withPort("ls", "--watch", "--json"));
        lines.line(line -> line.contains("  + "));
        Tool peer = peer("--service", "tea", "--text", "tea");

        lines.line(line -> line.contains("  + " + peer.id() + "  tea  tcp://127.0.0.1:"));
        JsonNode both = JSON.readTree(json.line(line -> line.contains("\"tea\"")));
        assertThat(both.get("peers").findValuesAsText("id")).hasSize(2).contains(peer.id());

        peer.interrupt();
        lines.line(line -> line.contains("  - " + peer.id() + "  tea") && line.endsWith("left"));
        json.line(line -> json.lines().indexOf(line) > 0 && !line.contains("tea"));

        json.interrupt();
        lines.line(line -> line.contains("  - ") && line.contains("(no service)") && line.endsWith("left"));
    }

    @Test
    void what_the_library_logs_is_shown_to_who_asks_for_it() throws Exception {
        assertThat(run("ls", "--wait", "10ms").err()).isEmpty();
        assertThat(run("ls", "--wait", "10ms", "-v").err())
                .contains("INFO dev.sleuth", "lives on lo (127.0.0.1), TCP port ");
    }

    private Tool peer(String... args) throws IOException {
        return start(withPort(join("peer", args)));
    }

    private Tool start(String... args) throws IOException {
        Tool tool = Tool.start(args);
        tools.add(tool);
        return tool;
    }

    private Tool.Ended call(String... args) throws Exception {
        return run(join("call", args));
    }

    private Tool.Ended run(String... args) throws Exception {
        return Tool.run(NOTHING, withPort(args));
    }

    private JsonNode ls() throws Exception {
        return JSON.readTree(run("ls", "--json").out());
    }

    private String[] withPort(String... args) {
        return join(
                args[0],
                join("--port", join(port, List.of(args).subList(1, args.length).toArray(new String[0]))));
    }

    private static String[] join(String first, String... others) {
        return Stream.concat(Stream.of(first), Stream.of(others)).toArray(String[]::new);
    }
}
