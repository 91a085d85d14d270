package dev.sleuth.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Our service, our client and a zbeacon of czmq, which nobody here wrote, on three hosts, or all on one. */
@Timeout(240)
@ExtendWith({HasNamespaces.class, HasStrangers.class})
class ZbeaconTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] NOTHING = {};
    /** Nobody listens there. */
    private static final int TCP_PORT = 9;

    private final Lan lan = new Lan(3);
    private final List<Tool> tools = new ArrayList<>();

    @AfterEach
    void endAll() {
        tools.forEach(Tool::close);
        lan.close();
    }

    @Test
    void a_zbeacon_hears_us_and_counts_as_a_beacon_that_never_answers() throws Exception {
        Tool ours = ours(lan.host(1));
        Tool zbeacon = zbeacon(lan.host(3));
        theyHearEachOther(ours, lan.host(1), zbeacon, lan.host(3), lan.host(2));

        // Whoever calls does as ever.
        Tool.Ended call = Tool.run(lan.host(2), NOTHING, "call", "--wait", "20s", "-d", "hi", "sleuth://echo-service/");
        assertThat(call.out()).isEqualTo("hi");
        assertThat(ours.lines()).as("it has never entered").noneMatch(line -> line.contains(id(zbeacon)));
    }

    @Test
    void a_zbeacon_on_a_host_that_drops_what_comes_counts_as_one_that_never_answers_too() throws Exception {
        Tool ours = ours(lan.host(1));
        lan.host(3).run("iptables", "-w", "-A", "INPUT", "-p", "tcp", "-j", "DROP");
        Tool zbeacon = zbeacon(lan.host(3));
        hears(zbeacon, ours, lan.host(1));
        await().atMost(Tool.SOON).until(() -> unanswered(lan.host(2), ours) > 0);
        assertThat(ours.lines()).noneMatch(line -> line.contains(id(zbeacon)));
    }

    @Test
    void on_one_host_service_and_client_and_zyre_js_and_zbeacon_share_the_port() throws Exception {
        Lan.Host host = lan.host(1);
        Tool zbeacon = zbeacon(host);
        Tool zyre = ZyreJs.start(host, host.device(1), "{\"offers\":\"tea\"}");
        tools.add(zyre);
        Tool ours = ours(host);
        theyHearEachOther(ours, host, zbeacon, host, host);

        ours.line(line -> line.contains("  + " + zyre.id() + "  tea "));
        zyre.line(line -> line.startsWith("connect " + ours.id() + " "));
        Tool.Ended call = Tool.run(host, NOTHING, "call", "--wait", "20s", "-d", "two", "sleuth://tea/pot");
        assertThat(call.out()).isEqualTo("zyre.js heard two");
    }

    @Test
    void zbeacon_does_not_work_on_loopback_which_is_its_own_doing() throws Exception {
        Tool zbeacon = start(lan.host(1), "lo");
        tools.add(zbeacon);
        zbeacon.line("refused this interface"::equals);
    }

    private Tool ours(Lan.Host host) throws IOException {
        Tool tool = Tool.start(host, "peer", "--all", "--service", "echo-service");
        tools.add(tool);
        tool.id();
        return tool;
    }

    private Tool zbeacon(Lan.Host host) throws IOException {
        Tool tool = start(host, host.device(1));
        tools.add(tool);
        tool.line(line -> line.startsWith("up " + host.address(1) + " "));
        return tool;
    }

    private static Tool start(Lan.Host host, String device) throws IOException {
        Path program = HasStrangers.folder().toAbsolutePath().resolve("zbeacon");
        assertThat(program).isExecutable();
        ProcessBuilder builder =
                new ProcessBuilder(host.command(program.toString(), "5670", Integer.toString(TCP_PORT)));
        builder.environment().put("ZSYS_INTERFACE", device);
        return Tool.start(builder);
    }

    private static String id(Tool zbeacon) {
        String up = zbeacon.line(line -> line.startsWith("up "));
        return up.substring(up.lastIndexOf(' ') + 1);
    }

    private static void theyHearEachOther(Tool ours, Lan.Host our, Tool zbeacon, Lan.Host its, Lan.Host looker)
            throws Exception {
        hears(zbeacon, ours, our);
        await().atMost(Tool.SOON).until(() -> unanswered(looker, ours) > 0);

        Tool.Ended list = Tool.run(looker, NOTHING, "ls", "--wait", "5s");
        assertThat(list.out()).contains(ours.id()).doesNotContain(id(zbeacon));
        assertThat(list.err())
                .isEqualTo("sleuth: " + id(zbeacon) + " sends beacons but does not answer, so it is not listed:"
                        + " nobody listens at tcp://" + its.address(1) + ":" + TCP_PORT + "\n");
    }

    /** ZRE, version 1, our identity, and the port at which we are reached. */
    private static void hears(Tool zbeacon, Tool ours, Lan.Host our) {
        String address = our.address(1);
        String place = "tcp://" + address + ":";
        String introduction = ours.line(line -> true);
        int at = introduction.indexOf(place) + place.length();
        int port = Integer.parseInt(introduction.substring(at).split("\\D")[0]);
        String beacon = "5A524501" + ours.id() + "%04X".formatted(port);
        zbeacon.line(("heard " + address + " " + beacon)::equals);
    }

    /** How many beacons that nobody stands behind the peer has counted; asked as anybody would. */
    private static long unanswered(Lan.Host from, Tool ours) throws Exception {
        Tool.Ended told =
                Tool.run(from, NOTHING, "call", "--wait", "20s", "sleuth://" + ours.id() + "@/.well-known/sleuth");
        assertThat(told.err()).isEmpty();
        JsonNode rejected = JSON.readTree(told.out()).get("rejected");
        return rejected.path("no-hello").asLong();
    }
}
