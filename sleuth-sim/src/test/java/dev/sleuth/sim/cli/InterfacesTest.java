package dev.sleuth.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Host 1 is on two networks; host 2 is on the first of them alone, host 3 on the second alone. */
@Timeout(180)
@ExtendWith(HasNamespaces.class)
class InterfacesTest {
    private static final int CROWD = 6;

    private final List<Tool> tools = new ArrayList<>();
    private Lan lan;

    @BeforeEach
    void wire() {
        lan = new Lan(3);
        lan.network(2);
        lan.host(1).plug(2);
        lan.host(3).plug(2);
        lan.host(3).ip("link", "delete", "eth1");
    }

    @AfterEach
    void unwire() {
        tools.forEach(Tool::close);
        lan.close();
    }

    @Test
    void by_default_a_peer_lives_on_all_and_each_is_told_the_address_that_it_can_reach() throws Exception {
        Tool peer = echo();
        assertThat(peer.line(line -> true))
                .containsPattern("at tcp://10.77.1.1:(\\d+) \\(eth1\\), tcp://10.77.2.1:\\1 \\(eth2\\), ");

        assertThat(call(2)).isEqualTo("hello");
        assertThat(call(3)).isEqualTo("hello");
        assertThat(addressSeenFrom(2)).startsWith("tcp://10.77.1.1:");
        assertThat(addressSeenFrom(3)).startsWith("tcp://10.77.2.1:");
    }

    @Test
    void whoever_names_one_is_neither_seen_nor_reached_on_the_other() throws Exception {
        Tool peer = echo("--interface", "10.77.2.1");
        String port = peer.line(line -> true).replaceAll("(?s).*at tcp://10.77.2.1:(\\d+) \\(eth2\\), UDP.*", "$1");

        assertThat(call(3)).isEqualTo("hello");
        assertThat(listed(2)).isEmpty();
        assertThat(accepts(3, "10.77.2.1", port)).isTrue();
        assertThat(accepts(2, "10.77.1.1", port)).isFalse();
        assertThat(accepts(1, "127.0.0.1", port)).isFalse();
    }

    /**
     * Which socket of a host Linux gives a multicast to may depend on the port that it came from. So there are several
     * on each network: one alone would be heard half of the time also where that goes wrong.
     */
    @Test
    void two_on_one_host_with_different_interfaces_both_hear_who_only_multicasts() throws Exception {
        Tool first = watcher("eth1");
        Tool second = watcher("eth2");

        Tool firstCrowd = multicastingCrowd(2, 1);
        Tool secondCrowd = multicastingCrowd(3, 2);

        for (int i = 0; i < CROWD; i++) {
            int number = i;
            String one = firstCrowd.line(line -> firstCrowd.lines().indexOf(line) == number);
            first.line(line -> line.contains("  + " + one.substring(0, 32)));
            String other = secondCrowd.line(line -> secondCrowd.lines().indexOf(line) == number);
            second.line(line -> line.contains("  + " + other.substring(0, 32)));
        }
    }

    @Test
    void two_that_are_named_are_both_used() throws Exception {
        echo("--interface", "eth2,10.77.1.1");

        assertThat(call(2)).isEqualTo("hello");
        assertThat(call(3)).isEqualTo("hello");
    }

    @Test
    void loopback_is_used_only_while_there_is_no_other() throws Exception {
        lan.host(2).ip("link", "set", "eth1", "down");
        Tool peer = Tool.start(lan.host(2), "peer", "--service", "echo-service", "--echo", "-v");
        tools.add(peer);
        assertThat(peer.line(line -> true)).contains(" at tcp://127.0.0.1:");
        Tool watcher = Tool.start(lan.host(1), "peer");
        tools.add(watcher);
        watcher.line(line -> true);

        lan.host(2).ip("link", "set", "eth1", "up");

        watcher.line(line -> line.contains("  + " + peer.id() + "  echo-service  tcp://10.77.1.2:"));
    }

    @Test
    void an_interface_that_comes_later_is_used_and_one_that_goes_is_given_up() throws Exception {
        Tool peer = echo();
        Tool watcher = Tool.start(lan.host(2), "peer");
        tools.add(watcher);
        watcher.line(line -> line.contains("  + " + peer.id()));

        lan.network(3);
        lan.host(1).plug(3);
        lan.host(3).plug(3);
        lan.host(3).ip("link", "delete", "eth2");
        assertThat(call(3)).isEqualTo("hello");
        assertThat(addressSeenFrom(3)).startsWith("tcp://10.77.3.1:");

        lan.host(1).ip("link", "delete", "eth1");
        watcher.line(line -> line.contains("  - " + peer.id()));
        assertThat(call(3)).isEqualTo("hello");
    }

    @Test
    void of_several_addresses_in_one_network_the_first_is_used_also_when_others_come() throws Exception {
        lan.host(1).ip("address", "add", "10.77.1.200/24", "broadcast", "+", "dev", "eth1");
        Tool peer = echo("--interface", "eth1");
        assertThat(peer.line(line -> true)).contains(" at tcp://10.77.1.1:").doesNotContain("10.77.1.200");
        Tool watcher = Tool.start(lan.host(2), "peer");
        tools.add(watcher);
        watcher.line(line -> line.contains("  + " + peer.id()));

        lan.host(1).ip("address", "add", "10.77.1.100/24", "broadcast", "+", "dev", "eth1");
        Tool other = Tool.start(lan.host(1), "peer", "--service", "later", "--echo", "--interface", "10.77.1.200");
        tools.add(other);

        // A named address is used though it is not the first, also as what connections leave from.
        watcher.line(line -> line.contains("  + " + other.id() + "  later  tcp://10.77.1.200:"));
        assertThat(addressSeenFrom(2)).startsWith("tcp://10.77.1.1:");
        assertThat(watcher.lines()).noneMatch(line -> line.contains("  - " + peer.id()));
    }

    /** Prints who comes, also if they offer nothing. */
    private Tool watcher(String device) throws Exception {
        Tool watcher = Tool.start(lan.host(1), "peer", "--all", "--interface", device);
        tools.add(watcher);
        watcher.id();
        return watcher;
    }

    /** Peers that others find by their multicasts alone: they do not broadcast, and hear nobody's beacons. */
    private Tool multicastingCrowd(int host, int network) throws Exception {
        lan.host(host).run("iptables", "-A", "OUTPUT", "-d", "10.77." + network + ".255", "-j", "DROP");
        lan.host(host).run("iptables", "-A", "INPUT", "-p", "udp", "-j", "DROP");
        Tool crowd = Tool.startProgram(lan.host(host), Crowd.class, Integer.toString(CROWD));
        tools.add(crowd);
        return crowd;
    }

    private Tool echo(String... more) throws Exception {
        List<String> args = new ArrayList<>(List.of("peer", "--service", "echo-service", "--echo"));
        args.addAll(List.of(more));
        Tool peer = Tool.start(lan.host(1), args.toArray(String[]::new));
        tools.add(peer);
        peer.line(line -> true);
        return peer;
    }

    private String call(int host) throws Exception {
        Tool.Ended call =
                Tool.run(lan.host(host), new byte[0], "call", "--wait", "20s", "-d", "hello", "sleuth://echo-service/");
        assertThat(call.err()).isEmpty();
        return call.out();
    }

    /** Of the echo service. */
    private String addressSeenFrom(int host) throws Exception {
        for (JsonNode peer : listed(host)) {
            if (peer.get("service").asText().equals("echo-service")) {
                return peer.get("address").asText();
            }
        }
        return "not listed";
    }

    private JsonNode listed(int host) throws Exception {
        return new ObjectMapper()
                .readTree(Tool.run(lan.host(host), new byte[0], "ls", "--wait", "2s", "--json")
                        .out())
                .get("peers");
    }

    /** Whether a TCP connection to there is taken. */
    private boolean accepts(int host, String address, String port) {
        return lan.host(host)
                .run("bash", "-c", "(exec 3<>/dev/tcp/" + address + "/" + port + ") 2>/dev/null && echo yes || echo no")
                .startsWith("yes");
    }
}
