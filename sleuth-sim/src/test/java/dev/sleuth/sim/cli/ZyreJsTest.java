package dev.sleuth.sim.cli;

import static dev.sleuth.sim.cli.Neighbourhood.ECHO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our service on host 1, our client on host 2 and on host 3 a peer of zyre.js, which nobody here wrote. */
@Timeout(180)
@ExtendWith({HasNamespaces.class, HasStrangers.class})
class ZyreJsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEA = "{\"offers\":\"tea\"}";
    /** What zyre.js calls the time after which it asks a silent peer, and the time after which it gives it up. */
    private static final String IMPATIENT = "{\"offers\":\"tea\",\"evasive\":500,\"expired\":1500}";

    @Test
    void it_and_our_service_see_each_other_come_and_go() throws Exception {
        try (Neighbourhood hosts = new Neighbourhood(3)) {
            Tool zyre = hosts.zyre(3, "eth1", TEA);
            Tool service = hosts.service(1, "--version", "1.2");

            String greeted = zyre.line(line -> line.startsWith("connect " + service.id()));
            JsonNode headers = JSON.readTree(greeted.substring(greeted.indexOf('{')));
            assertThat(headers.get("group").asText()).isEqualTo("SLEUTH-v1");
            assertThat(headers.get("node").asText()).isEqualTo(service.id());
            assertThat(headers.get("type").asText()).isEqualTo(ECHO);
            assertThat(headers.get("version").asText()).isEqualTo("1.2");
            zyre.line(("join " + service.id() + " SLEUTH-v1")::equals);
            String at = " " + zyre.id() + "  tea 0.1  tcp://" + hosts.host(3).address(1);
            service.line(line -> line.contains("  +" + at));
            assertThat(zyre.lines()).noneMatch(line -> line.startsWith("disconnect"));

            zyre.say("bye");
            service.line(line -> line.contains("  -" + at) && line.endsWith("  left"));

            Tool next = hosts.zyre(3, "eth1", TEA);
            service.line(line -> line.contains("  + " + next.id()));
            next.line(line -> line.startsWith("connect " + service.id()));
            service.interrupt();
            next.line(("disconnect " + service.id())::equals);
            assertThat(next.lines()).noneMatch(line -> line.startsWith("expired"));
        }
    }

    @Test
    void it_and_our_service_notice_when_the_other_is_killed() throws Exception {
        try (Neighbourhood hosts = new Neighbourhood(3)) {
            Tool zyre = hosts.zyre(3, "eth1", IMPATIENT);
            Tool service = hosts.service(1);
            zyre.line(line -> line.startsWith("connect " + service.id()));
            service.line(line -> line.contains("  + " + zyre.id()));

            zyre.close();
            service.line(line -> line.contains("  - " + zyre.id()) && line.endsWith("  gone: refuses connections"));

            Tool next = hosts.zyre(3, "eth1", IMPATIENT);
            next.line(line -> line.startsWith("connect " + service.id()));
            service.close();
            next.line(("expired " + service.id())::equals);
        }
    }

    @Test
    void it_calls_our_service_and_our_client_calls_it() throws Exception {
        try (Neighbourhood hosts = new Neighbourhood(3)) {
            Tool zyre = hosts.zyre(3, "eth1", TEA);
            Tool service = hosts.service(1);
            callBothWays(hosts, zyre, service, 2);

            JsonNode list =
                    JSON.readTree(hosts.run(2, "ls", "--json", "--wait", "3s").out());
            assertThat(list.get("services").get("tea").get(0).asText()).isEqualTo(zyre.id());
            assertThat(list.get("services").get(ECHO).get(0).asText()).isEqualTo(service.id());
        }
    }

    @Test
    void it_offers_nothing_while_it_is_out_of_our_group() throws Exception {
        try (Neighbourhood hosts = new Neighbourhood(3)) {
            Tool zyre = hosts.zyre(3, "eth1", TEA);
            Tool service = hosts.service(1);
            await().atMost(Tool.SOON).until(() -> offersSeenBy(hosts, service).contains("tea"));

            zyre.say("leave");
            await().atMost(Tool.SOON).until(() -> !offersSeenBy(hosts, service).contains("tea"));
            zyre.say("join");
            await().atMost(Tool.SOON).until(() -> offersSeenBy(hosts, service).contains("tea"));
            assertThat(zyre.lines()).noneMatch(line -> line.startsWith("disconnect " + service.id()));
        }
    }

    private static List<String> offersSeenBy(Neighbourhood hosts, Tool service) throws Exception {
        Tool.Ended told = hosts.call(2, "sleuth://" + service.id() + "@/.well-known/sleuth");
        assertThat(told.err()).isEmpty();
        List<String> offers = new ArrayList<>();
        JSON.readTree(told.out()).get("services").fieldNames().forEachRemaining(offers::add);
        return offers;
    }

    /** On loopback, and on an address that all of them have. */
    @ParameterizedTest
    @ValueSource(strings = {"lo", "eth1"})
    void all_of_them_may_be_on_one_host(String device) throws Exception {
        try (Neighbourhood hosts = new Neighbourhood(1)) {
            Tool zyre = hosts.zyre(1, device, TEA);
            Tool other = hosts.zyre(1, device, "{\"offers\":\"coffee\"}");
            Tool service = hosts.service(1, "--interface", device);
            callBothWays(hosts, zyre, service, 1, "--interface", device);
            Tool.Ended call = hosts.call(1, "-d", "beans", "--interface", device, "sleuth://coffee/");
            assertThat(call.out()).as(call.err()).isEqualTo("zyre.js heard beans");

            other.say("bye");
            service.line(line -> line.contains("  - " + other.id()) && line.endsWith("  left"));
            service.interrupt();
            zyre.line(("disconnect " + service.id())::equals);
        }
    }

    private static void callBothWays(Neighbourhood hosts, Tool zyre, Tool service, int client, String... where)
            throws Exception {
        zyre.line(line -> line.startsWith("connect " + service.id()));
        zyre.say("ask " + service.id() + " POST sleuth://echo-service/a?b=c hello");
        zyre.line("answer 0 200 hello"::equals);

        String[] args = new String[where.length + 4];
        System.arraycopy(where, 0, args, 0, where.length);
        System.arraycopy(new String[] {"-i", "-d", "milk", "sleuth://tea/cup?sugar=2#now"}, 0, args, where.length, 4);
        Tool.Ended call = hosts.call(client, args);
        assertThat(call.err()).isEmpty();
        assertThat(call.code()).isZero();
        assertThat(call.out()).isEqualTo("SLEUTH-v1 200\nX-Family: zyre.js\n\nzyre.js heard milk");
        zyre.line(line -> line.startsWith("request POST /cup?sugar=2#now milk from "));
    }
}
