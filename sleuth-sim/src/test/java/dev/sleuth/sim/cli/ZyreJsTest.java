package dev.sleuth.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Our service, our client and a peer of zyre.js, which nobody here wrote, on three hosts. */
@Timeout(180)
@ExtendWith({HasNamespaces.class, HasStrangers.class})
class ZyreJsTest {
    private static final byte[] NOTHING = {};
    private static final String ECHO = "echo-service";
    private static final String TEA = "{\"offers\":\"tea\"}";

    private final List<Tool> tools = new ArrayList<>();
    private Lan lan;

    @BeforeEach
    void wire() {
        lan = new Lan(3);
    }

    @AfterEach
    void unwire() {
        tools.forEach(Tool::close);
        lan.close();
    }

    @Test
    void it_and_our_service_see_each_other_come_and_go() throws Exception {
        Tool zyre = zyre(TEA);
        Tool service = service("--version", "1.2");

        String greeted = zyre.line(line -> line.startsWith("connect " + service.id()));
        JsonNode headers = new ObjectMapper().readTree(greeted.substring(greeted.indexOf('{')));
        assertThat(headers.get("group").asText()).isEqualTo("SLEUTH-v1");
        assertThat(headers.get("node").asText()).isEqualTo(service.id());
        assertThat(headers.get("type").asText()).isEqualTo(ECHO);
        assertThat(headers.get("version").asText()).isEqualTo("1.2");
        zyre.line(("join " + service.id() + " SLEUTH-v1")::equals);
        String at = " " + zyre.id() + "  tea 0.1  tcp://" + lan.host(3).address(1);
        service.line(line -> line.contains("  +" + at));
        assertThat(zyre.lines()).noneMatch(line -> line.startsWith("disconnect"));

        zyre.say("bye");
        service.line(line -> line.contains("  -" + at) && line.endsWith("  left"));

        Tool next = zyre(TEA);
        service.line(line -> line.contains("  + " + next.id()));
        next.line(line -> line.startsWith("connect " + service.id()));
        service.interrupt();
        next.line(("disconnect " + service.id())::equals);
        assertThat(next.lines()).noneMatch(line -> line.startsWith("expired"));
    }

    @Test
    void it_and_our_service_notice_when_the_other_is_killed() throws Exception {
        Tool zyre = zyre("{\"offers\":\"tea\",\"evasive\":500,\"expired\":1500}");
        Tool service = service();
        zyre.line(line -> line.startsWith("connect " + service.id()));
        service.line(line -> line.contains("  + " + zyre.id()));

        zyre.close();
        service.line(line -> line.contains("  - " + zyre.id()) && line.endsWith("  gone: refuses connections"));

        Tool next = zyre("{\"evasive\":500,\"expired\":1500}");
        next.line(line -> line.startsWith("connect " + service.id()));
        service.close();
        next.line(("expired " + service.id())::equals);
    }

    @Test
    void it_calls_our_service_and_our_client_calls_it() throws Exception {
        Tool zyre = zyre(TEA);
        Tool service = service();
        zyre.line(line -> line.startsWith("connect " + service.id()));

        zyre.say("ask " + service.id() + " POST sleuth://echo-service/a?b=c hello");
        zyre.line("answer 0 200 hello"::equals);

        Tool.Ended call = call("-i", "-d", "milk", "sleuth://tea/cup?sugar=2#now");
        assertThat(call.err()).isEmpty();
        assertThat(call.code()).isZero();
        assertThat(call.out()).isEqualTo("SLEUTH-v1 200\nX-Family: zyre.js\n\nzyre.js heard milk");
        zyre.line(line -> line.startsWith("request POST /cup?sugar=2#now milk from "));

        JsonNode list = new ObjectMapper()
                .readTree(Tool.run(lan.host(2), NOTHING, "ls", "--json", "--wait", "3s")
                        .out());
        assertThat(list.get("services").get("tea").get(0).asText()).isEqualTo(zyre.id());
        assertThat(list.get("services").get(ECHO).get(0).asText()).isEqualTo(service.id());
    }

    private Tool service(String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of("peer", "--service", ECHO));
        args.addAll(List.of(more));
        return keep(Tool.start(lan.host(1), args.toArray(String[]::new)));
    }

    private Tool.Ended call(String... args) throws Exception {
        List<String> all = new ArrayList<>(List.of("call", "--wait", "20s"));
        all.addAll(List.of(args));
        return Tool.run(lan.host(2), NOTHING, all.toArray(String[]::new));
    }

    private Tool zyre(String options) throws IOException {
        return keep(ZyreJs.start(lan.host(3), lan.host(3).device(1), options));
    }

    private Tool keep(Tool tool) {
        tools.add(tool);
        return tool;
    }
}
