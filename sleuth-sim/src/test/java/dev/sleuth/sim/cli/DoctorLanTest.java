package dev.sleuth.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sleuth.sim.cli.Situation.Seen;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the doctor finds on real hosts, each time with one thing wrong: that one thing, and nothing that is not so. It
 * mostly listens, so several are asked at once.
 */
@Timeout(300)
@ExtendWith(HasNamespaces.class)
class DoctorLanTest {
    private static final int AT_ONCE = 4;

    private static final Situation WELL = Situation.of("all is well");
    private static final Situation ALONE = Situation.of("nobody else is there").nobody();
    private static final Situation TWO_NETWORKS =
            Situation.of("both hosts are on two networks").peer(2).doctorOn(3);
    private static final Situation ONLY_LOOPBACK = Situation.of("there is but loopback")
            .nobody()
            .struckBy(lan -> lan.host(1).ip("link", "set", "eth1", "down"));

    private static final Map<Situation, Future<Seen>> ASKED = new LinkedHashMap<>();
    private static ExecutorService pool;

    /** The situation, the code of the finding, and words of its sentence. */
    static Stream<Arguments> wrongs() {
        return Stream.concat(usual(), rare());
    }

    private static Stream<Arguments> usual() {
        return Stream.of(
                wrong(
                        Situation.of("the UDP port is taken exclusively by another program")
                                .struckBy(lan -> Situation.keepPort(lan.host(1))),
                        "port-taken",
                        "has opened it for itself"),
                wrong(
                        Situation.of("iptables drops UDP 5670 inbound")
                                .firewall(1, "-A INPUT -p udp --dport 5670 -j DROP"),
                        "udp-in-blocked",
                        "on eth1"),
                wrong(
                        Situation.of("only multicast is blocked")
                                .firewall(1, "-A INPUT -m pkttype --pkt-type multicast -j DROP"),
                        "multicast-blocked",
                        "Multicast is blocked on eth1"),
                wrong(
                        Situation.of("a peer's TCP port is blocked, without an answer")
                                .firewall(2, "-A INPUT -p tcp -j DROP"),
                        "tcp-blocked",
                        "does not answer at all"),
                wrong(
                        Situation.of("a peer's TCP port is blocked, with a refusal")
                                .firewall(2, "-A INPUT -p tcp -j REJECT"),
                        "tcp-refused",
                        "refuses connections"),
                wrong(
                        Situation.of("peers live on different interfaces of their hosts")
                                .peer(2, "--interface", "eth5")
                                .doctorOn(3, "SLEUTH_INTERFACE=eth1"),
                        "other-interface",
                        "heard on eth5 only, and peers of this host use eth1 (the environment's SLEUTH_INTERFACE is"),
                wrong(
                        Situation.of("a peer of this host lives on loopback").peer(1, "--interface", "lo"),
                        "other-interface",
                        "heard on lo only, and peers of this host use eth1 (by default"));
    }

    private static Stream<Arguments> rare() {
        return Stream.of(
                wrong(
                        Situation.of("only broadcast is blocked").firewall(1, "-A INPUT -d 10.77.1.255 -j DROP"),
                        "broadcast-blocked",
                        "Broadcast is blocked on eth1"),
                wrong(
                        Situation.of("a peer's host lets no multicast out")
                                .firewall(2, "-A OUTPUT -d 224.0.0.0/4 -j DROP"),
                        "multicast-lost",
                        "at 10.77.1.2 does not get to this host"),
                wrong(
                        Situation.of("this host lets no beacons out")
                                .firewall(1, "-A OUTPUT -p udp --dport 5670 -j DROP"),
                        "udp-out-blocked",
                        "neither multicast nor broadcast out on eth1"),
                wrong(
                        Situation.of("a firewall tells that it forbids the peer's TCP port")
                                .firewall(2, "-A INPUT -p tcp -j REJECT --reject-with icmp-admin-prohibited"),
                        "tcp-unreachable",
                        "cannot be reached"),
                wrong(
                        Situation.of("nobody can connect to this host")
                                .firewall(1, "-A INPUT -p tcp --syn -i eth1 -j DROP"),
                        "no-hello",
                        "never greeted us"),
                wrong(
                        Situation.of("the peer is in another group").peer(2, "--service", "shop", "--group", "SHOP"),
                        "other-group",
                        "in the group SHOP, not in SLEUTH-v1"),
                wrong(
                        Situation.of("the environment names an interface that is not there")
                                .nobody()
                                .doctorOn(1, "ZSYS_INTERFACE=eth7"),
                        "interface-missing",
                        "no interface \"eth7\" is up"),
                wrong(
                        Situation.of("there is no interface at all").nobody().struckBy(lan -> {
                            lan.host(1).ip("link", "set", "eth1", "down");
                            lan.host(1).ip("link", "set", "lo", "down");
                        }),
                        "no-interface",
                        "no network interface for a peer to live on"));
    }

    private static Arguments wrong(Situation situation, String code, String words) {
        return Arguments.argumentSet(situation.toString(), situation, code, words);
    }

    /** Those of the table are known by their stories, since each look at it makes new ones. */
    private static Seen seen(Situation situation) throws Exception {
        for (Map.Entry<Situation, Future<Seen>> asked : ASKED.entrySet()) {
            if (asked.getKey().toString().equals(situation.toString())) {
                return asked.getValue().get(240, TimeUnit.SECONDS);
            }
        }
        throw new AssertionError("not asked: " + situation);
    }

    @BeforeAll
    static void ask() {
        pool = Executors.newFixedThreadPool(AT_ONCE);
        Stream<Situation> wrong =
                wrongs().map(arguments -> (Situation) arguments.get()[0]);
        Stream.concat(Stream.of(WELL, ALONE, TWO_NETWORKS, ONLY_LOOPBACK), wrong)
                .forEach(situation -> ASKED.put(situation, pool.submit(situation::stage)));
    }

    @AfterAll
    static void end() {
        pool.shutdownNow();
        ASKED.clear();
    }

    @ParameterizedTest
    @MethodSource("wrongs")
    void the_right_cause_is_named(Situation situation, String code, String words) throws Exception {
        Seen seen = seen(situation);
        assertThat(seen.wrong()).as(seen.json().toPrettyString()).containsExactly(code);
        assertThat(seen.firstSentence()).contains(words);
        assertThat(seen.code()).isEqualTo(1);
    }

    @Test
    void all_is_well_between_two_hosts() throws Exception {
        Seen seen = seen(WELL);
        assertThat(seen.wrong()).as(seen.json().toPrettyString()).isEmpty();
        assertThat(seen.hints()).isEmpty();
        assertThat(seen.code()).isZero();
        JsonNode peer = seen.json().at("/peers/0");
        assertThat(peer.path("family").textValue()).isEqualTo("java");
        assertThat(peer.path("beacons")).hasSize(2).allSatisfy(beacons -> {
            assertThat(beacons.path("interface").textValue()).isEqualTo("eth1");
            assertThat(beacons.path("from").textValue()).isEqualTo("10.77.1.2");
            assertThat(beacons.path("everyMillis").intValue()).isBetween(150, 600);
        });
        assertThat(peer.at("/tcp/0/outcome").textValue()).isEqualTo("answers");
        assertThat(peer.at("/hello/headers/type").textValue()).isEqualTo("echo-service");
        assertThat(seen.json().path("echoes")).hasSize(2).allSatisfy(echo -> {
            assertThat(echo.path("back").intValue()).isPositive();
            assertThat(echo.path("back")).isEqualTo(echo.path("sent"));
        });
    }

    @Test
    void nobody_else_is_no_fault() throws Exception {
        Seen seen = seen(ALONE);
        assertThat(seen.wrong()).as(seen.json().toPrettyString()).isEmpty();
        assertThat(seen.hints()).startsWith("alone");
        assertThat(seen.code()).isZero();
    }

    @Test
    void who_has_the_port_is_named() throws Exception {
        Situation taken = (Situation) wrongs().findFirst().orElseThrow().get()[0];
        Seen seen = seen(taken);
        assertThat(seen.json().at("/host/portAlsoOpenIn/0/program").textValue()).isEqualTo("java");
        assertThat(seen.firstSentence()).contains("java (process ");
    }

    @Test
    void a_host_on_two_networks_hears_and_reaches_peers_on_both() throws Exception {
        Seen seen = seen(TWO_NETWORKS);
        assertThat(seen.wrong()).as(seen.json().toPrettyString()).isEmpty();
        assertThat(seen.json().path("echoes")).hasSize(4);
        assertThat(seen.json().at("/peers/0/tcp"))
                .hasSize(2)
                .extracting(tcp -> tcp.path("outcome").textValue())
                .containsOnly("answers");
    }

    @Test
    void loopback_alone_is_worth_knowing() throws Exception {
        Seen seen = seen(ONLY_LOOPBACK);
        assertThat(seen.wrong()).as(seen.json().toPrettyString()).isEmpty();
        assertThat(seen.hints()).startsWith("alone", "only-loopback");
        assertThat(seen.json().at("/echoes/0/back").intValue()).isPositive();
        assertThat(seen.code()).isZero();
    }
}
