package dev.sleuth.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Our service on host 1 and a peer of zyre.js on host 3, when something is wrong between them. */
@Timeout(180)
@ExtendWith({HasNamespaces.class, HasStrangers.class})
class ZyreJsTroubleTest {
    /** One more than zyre.js counts to before it begins with 0 again, and than we do. */
    private static final int ROUND = 65_536;

    private Neighbourhood hosts;

    @BeforeEach
    void wire() {
        hosts = new Neighbourhood(3);
    }

    @AfterEach
    void unwire() {
        hosts.close();
    }

    /** zyre.js takes beacons for signs of life: it has to hear none before it asks. */
    @Test
    void its_pings_are_answered_and_keep_us_on_its_list() throws Exception {
        Tool zyre = hosts.zyre(3, "eth1", "{\"evasive\":300,\"expired\":1000,\"binterval\":100}");
        Tool service = hosts.service(1);
        zyre.line(line -> line.startsWith("connect " + service.id()));

        dropBeacons(3);
        await().atMost(Tool.SOON).until(() -> count(zyre, "answers " + service.id()) >= 10);
        assertThat(count(zyre, "evasive " + service.id())).isGreaterThanOrEqualTo(10);
        assertThat(zyre.lines()).noneMatch(line -> line.startsWith("disconnect") || line.startsWith("expired"));
    }

    /** Then its HELLO is what we have, and ours what it has: with an address of the network that it is on. */
    @Test
    void it_is_enough_that_one_of_both_hears_the_beacons_of_the_other() throws Exception {
        hosts.lan().network(2);
        hosts.host(1).plug(2);
        hosts.host(3).plug(2);
        dropBeacons(3);
        Tool zyre = hosts.zyre(3, "eth2", "{\"offers\":\"tea\"}");
        Tool service = hosts.service(1);
        zyre.line(line -> line.startsWith(
                "connect " + service.id() + " tcp://" + hosts.host(1).address(2)));
        callIt(zyre, service);

        dropBeacons(1);
        hosts.host(3).run("iptables", "--flush");
        Tool other = hosts.zyre(3, "eth2", "{\"offers\":\"coffee\"}");
        String at = " tcp://" + hosts.host(3).address(2);
        service.line(line -> line.contains("  + " + other.id() + "  coffee 0.1 ") && line.contains(at));
        other.line(line -> line.startsWith("connect " + service.id()));
        callIt(other, service);
    }

    @Test
    void both_begin_again_when_their_connections_are_reset() throws Exception {
        Tool zyre = hosts.zyre(3, "eth1", "{}");
        Tool service = hosts.service(1);
        zyre.line(line -> line.startsWith("connect " + service.id()));
        callIt(zyre, service);

        hosts.host(3).run("ss", "--kill", "--tcp", "dst", hosts.host(1).address(1));
        zyre.line(("disconnect " + service.id())::equals);
        await().atMost(Tool.SOON).until(() -> count(zyre, "connect " + service.id()) >= 2);
        callIt(zyre, service);
    }

    /** It begins with 0 one number too early; so it loses us, and we lose it, once in 65,535 messages. */
    @Test
    void both_begin_again_when_it_counts_its_messages_wrongly() throws Exception {
        Tool zyre = hosts.zyre(3, "eth1", "{\"offers\":\"tea\"}");
        Tool service = hosts.service(1);
        zyre.line(line -> line.startsWith("connect " + service.id()));

        zyre.say("flood " + service.id() + " " + ROUND + " sleuth://echo-service/");
        service.line(line -> line.contains("  - " + zyre.id()) && line.endsWith("  lost a message, begins again"));
        zyre.line(("disconnect " + service.id())::equals);
        await().atMost(Tool.SOON).until(() -> count(zyre, "connect " + service.id()) >= 2);
        await().atMost(Tool.SOON)
                .until(() -> service.lines().stream()
                                .filter(line -> line.contains("  + " + zyre.id()))
                                .count()
                        >= 2);
        Tool.Ended call = hosts.call(2, "-d", "milk", "sleuth://tea/");
        assertThat(call.out()).as(call.err()).isEqualTo("zyre.js heard milk");
    }

    @Test
    void a_peer_of_ours_that_stood_still_until_it_was_forgotten_is_taken_in_again() throws Exception {
        Tool zyre = hosts.zyre(3, "eth1", "{\"evasive\":300,\"expired\":1000}");
        Tool service = hosts.service(1);
        zyre.line(line -> line.startsWith("connect " + service.id()));

        service.signal("STOP");
        zyre.line(("expired " + service.id())::equals);
        service.signal("CONT");
        await().atMost(Tool.SOON).until(() -> count(zyre, "connect " + service.id()) >= 2);
        callIt(zyre, service);
    }

    @Test
    void it_is_missed_when_it_stands_still_and_taken_in_again_when_it_goes_on() throws Exception {
        Tool zyre = hosts.zyre(3, "eth1", "{\"offers\":\"tea\"}");
        Tool service = hosts.service(1);
        service.line(line -> line.contains("  + " + zyre.id()));
        zyre.line(line -> line.startsWith("connect " + service.id()));

        zyre.signal("STOP");
        service.line(line -> line.contains("  - " + zyre.id()) && line.endsWith("  gone: silent for too long"));
        zyre.signal("CONT");
        // It does not know that it was missed: what it says is not taken until it has begun again, too.
        await().atMost(Tool.SOON).until(() -> count(zyre, "connect " + service.id()) >= 2);
        await().atMost(Tool.SOON)
                .until(() -> service.lines().stream()
                                .filter(line -> line.contains("  + " + zyre.id()))
                                .count()
                        >= 2);
        callIt(zyre, service);
    }

    private static void callIt(Tool zyre, Tool service) throws Exception {
        int before = zyre.lines().size();
        zyre.say("ask " + service.id() + " POST sleuth://echo-service/ hello");
        await().atMost(Tool.SOON)
                .until(() -> zyre.lines().stream()
                        .skip(before)
                        .anyMatch(line -> line.startsWith("answer ") && line.endsWith(" 200 hello")));
    }

    /** What another firewall would do on this host. */
    private void dropBeacons(int host) {
        hosts.host(host).run("iptables", "-A", "INPUT", "-p", "udp", "--dport", "5670", "-j", "DROP");
    }

    private static long count(Tool tool, String start) {
        return tool.lines().stream().filter(line -> line.startsWith(start)).count();
    }
}
