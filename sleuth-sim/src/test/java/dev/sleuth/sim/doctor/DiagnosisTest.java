package dev.sleuth.sim.doctor;

import static dev.sleuth.sim.doctor.Ward.ETH0;
import static dev.sleuth.sim.doctor.Ward.ETH1;
import static dev.sleuth.sim.doctor.Ward.LO;
import static dev.sleuth.sim.doctor.Ward.greeting;
import static dev.sleuth.sim.doctor.Ward.heard;
import static dev.sleuth.sim.doctor.Ward.heardOn;
import static dev.sleuth.sim.doctor.Ward.peer;
import static dev.sleuth.sim.doctor.Ward.reached;
import static dev.sleuth.sim.doctor.Ward.sighting;
import static dev.sleuth.sim.doctor.Ward.unsent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.sim.doctor.Facts.Choice;
import dev.sleuth.sim.doctor.Facts.Greeting;
import dev.sleuth.sim.doctor.Facts.Heard;
import dev.sleuth.sim.doctor.Facts.Holder;
import dev.sleuth.sim.doctor.Facts.Host;
import dev.sleuth.sim.doctor.Facts.Outcome;
import dev.sleuth.sim.doctor.Facts.Way;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the facts mean: tables of what was seen and what is found. */
class DiagnosisTest {
    private static final Holder PYTHON = new Holder("0.0.0.0:5670", "python3", 4711);
    private static final Greeting CLIENT_OF_NONE =
            new Greeting("10.0.0.2", "tcp://10.0.0.2:4000", List.of("CHAT"), Map.of());

    static Stream<Arguments> wrongs() {
        Ward missing = new Ward();
        missing.choice = new Choice(List.of("eth9"), "BEACON_INTERFACE", "no interface \"eth9\" is up");
        missing.cards = List.of(Ward.card("eth0", "10.0.0.1", 24, false), LO);
        missing.echoes = List.of();
        Ward none = new Ward();
        none.choice = new Choice(List.of("*"), null, "no interface is up");
        none.cards = List.of();
        none.echoes = List.of();
        Ward out = new Ward();
        out.echoes = List.of(
                unsent(Way.MULTICAST, "Operation not permitted"), unsent(Way.BROADCAST, "Operation not permitted"));
        Ward unsent = new Ward();
        unsent.echoes = List.of(unsent(Way.MULTICAST, "No such device"), Ward.echo("eth0", Way.BROADCAST, 10));
        Ward noBroadcast = new Ward();
        noBroadcast.echoes = List.of(Ward.echo("eth0", Way.MULTICAST, 0));
        Ward joinless = new Ward();
        joinless.joinProblem = "no sockets can be opened: too many open files";
        return Stream.of(
                row("all is well", new Ward().with(peer(2), peer(3))),
                row("nobody is there", new Ward()),
                row("the port is taken", new Ward().taken(PYTHON), "port-taken"),
                row("and by whom cannot be seen", new Ward().taken(), "port-taken"),
                row("the environment names what is not there", missing, "interface-missing"),
                row("there is no interface", none, "no-interface"),
                row("no peer can join", joinless, "cannot-join"),
                row("nothing comes back", new Ward().echoes(0, 0), "udp-in-blocked"),
                row("nothing comes back where there is multicast alone", noBroadcast, "udp-in-blocked"),
                row("nothing goes out", out, "udp-out-blocked"),
                row("multicast cannot be sent", unsent, "not-sent"),
                row("multicast does not come back", new Ward().echoes(0, 10), "multicast-blocked"),
                row("broadcast does not come back", new Ward().echoes(10, 0), "broadcast-blocked"),
                row(
                        "multicast of others does not come",
                        new Ward().with(oneWay(2, Way.BROADCAST, 250)),
                        "multicast-lost"),
                row(
                        "broadcast of others does not come",
                        new Ward().with(oneWay(2, Way.MULTICAST, 250)),
                        "broadcast-lost"),
                row("a Go peer sends no broadcast", new Ward().with(oneWay(2, Way.MULTICAST, 1000))),
                row("a C peer sends no multicast", new Ward().with(oneWay(2, Way.BROADCAST, 1000))),
                row("its TCP port is silent", new Ward().with(reached(2, Outcome.SILENT)), "tcp-blocked"),
                row("its TCP port refuses", new Ward().with(reached(2, Outcome.REFUSED)), "tcp-refused"),
                row("its TCP port is unreachable", new Ward().with(reached(2, Outcome.UNREACHABLE)), "tcp-unreachable"),
                row("its TCP port says nothing", new Ward().with(reached(2, Outcome.MUTE)), "tcp-mute"),
                row("it was not waited for", new Ward().with(reached(2, Outcome.UNKNOWN))),
                row("it never greets", new Ward().with(reached(2, Outcome.ANSWERS)), "no-hello"),
                row(
                        "it came just now",
                        new Ward().with(Ward.knownFor(reached(2, Outcome.ANSWERS), Duration.ofMillis(900)))),
                row("it has left", new Ward().with(Ward.left(reached(2, Outcome.REFUSED)))),
                row("it is in another group", new Ward().with(inGroup(2, greeting("SHOP"))), "other-group"),
                row("another group beside ours", new Ward().with(peer(3), inGroup(2, greeting("SHOP")))),
                row("no sleuth at all", new Ward().with(inGroup(2, CLIENT_OF_NONE))));
    }

    private static Arguments row(String what, Ward ward, String... codes) {
        return Arguments.argumentSet(what, ward, List.of(codes));
    }

    private static Heard oneWay(int number, Way way, int everyMillis) {
        return heard(
                number,
                List.of(sighting("eth0", "10.0.0." + number, way, everyMillis)),
                Outcome.ANSWERS,
                greeting("SLEUTH-v1"));
    }

    private static Heard inGroup(int number, Greeting greeting) {
        return heard(number, peer(number).sightings(), Outcome.ANSWERS, greeting);
    }

    @ParameterizedTest
    @MethodSource("wrongs")
    void what_is_wrong_has_its_name(Ward ward, List<String> codes) {
        assertThat(ward.wrong()).isEqualTo(codes);
        assertThat(ward.diagnosis().isWell()).isEqualTo(codes.isEmpty());
    }

    @Test
    void what_explains_more_comes_first_and_hints_last() {
        Ward ward = new Ward()
                .with(
                        reached(2, Outcome.SILENT),
                        inGroup(3, greeting("SHOP")),
                        heard(
                                4,
                                List.of(sighting("eth0", "10.0.0.4", Way.BROADCAST, 250)),
                                Outcome.ANSWERS,
                                greeting("SHOP")));
        ward.cards.add(Ward.card("docker0", "172.17.0.1", 16, true));
        ward.joinProblem = "no sockets";
        assertThat(ward.diagnosis().findings())
                .extracting(Finding::code)
                .containsExactly("cannot-join", "multicast-lost", "tcp-blocked", "other-group", "docker-bridge");
    }

    @Test
    void whoever_keeps_the_port_is_named() {
        assertThat(new Ward().taken(PYTHON).diagnosis().findings().get(0).sentence())
                .contains("UDP port 5670", "python3 (process 4711) has opened it for itself");
        assertThat(new Ward()
                        .taken(new Holder("0.0.0.0:5670", null, 0))
                        .diagnosis()
                        .findings()
                        .get(0)
                        .sentence())
                .contains("a process that cannot be seen from here");
    }

    @Test
    void own_beacons_that_do_not_come_back_prove_nothing_when_those_of_others_come() {
        Ward ward = new Ward().echoes(0, 0).with(peer(2));
        assertThat(ward.wrong()).isEmpty();
        assertThat(ward.hints()).containsExactly("own-beacons-missing");
        Ward half = new Ward().echoes(0, 10).with(peer(2));
        assertThat(half.wrong()).isEmpty();
        assertThat(half.hints()).containsExactly("own-multicast-missing");
    }

    @Test
    void where_multicast_could_not_be_tried_nothing_is_said_about_it() {
        Ward ward = new Ward().with(oneWay(2, Way.BROADCAST, 250));
        ward.echoes = List.of(Ward.echo("eth0", Way.BROADCAST, 10));
        assertThat(ward.wrong()).isEmpty();
    }

    @Test
    void a_firewall_that_is_switched_on_is_named() {
        Ward ward = new Ward().echoes(0, 0);
        ward.host = new Host(null, List.of("ufw"));
        assertThat(ward.diagnosis().findings().get(0).sentence()).contains("(ufw is switched on)");
    }

    @Test
    void peers_on_an_interface_that_is_not_used_are_said_to_be_there() {
        Ward ward = new Ward().with(heardOn(2, "eth1", "10.0.1.2"), heardOn(3, "eth1", "10.0.1.3"));
        ward.choice = new Choice(List.of("eth0"), "SLEUTH_INTERFACE", null);
        ward.cards = List.of(ETH0, ETH1, LO);
        assertThat(ward.wrong()).containsExactly("other-interface");
        Finding finding = ward.diagnosis().findings().get(0);
        assertThat(finding.sentence())
                .startsWith(
                        "2 peers: 020000 at 10.0.1.2, 030000 at 10.0.1.3, are on another interface: heard on eth1 only")
                .contains("peers of this host use eth0 (the environment's SLEUTH_INTERFACE is eth0)");
        assertThat(finding.remedy()).contains("SLEUTH_INTERFACE=eth0,eth1 on this host");
    }

    @Test
    void somebody_on_loopback_is_wrong_only_if_nobody_else_can_be_talked_to() {
        Heard local = heardOn(2, "lo", "127.0.0.1");
        assertThat(new Ward().with(local).wrong()).containsExactly("other-interface");
        assertThat(new Ward().with(local, peer(3)).wrong()).isEmpty();
        assertThat(new Ward().with(local, peer(3)).hints()).containsExactly("other-interface");
    }

    @Test
    void another_network_on_the_same_wire_is_told_from_another_interface() {
        Ward ward = new Ward().with(heardOn(2, "eth0", "10.9.9.9"));
        assertThat(ward.wrong()).containsExactly("other-network");
        assertThat(ward.diagnosis().findings().get(0).sentence())
                .contains("peer 020000 at 10.9.9.9", "eth0 10.0.0.1/24");
    }

    @Test
    void peers_with_the_same_trouble_share_a_finding() {
        Ward ward = new Ward();
        for (int number = 2; number < 7; number++) {
            ward.with(reached(number, Outcome.SILENT));
        }
        assertThat(ward.diagnosis().findings())
                .singleElement()
                .extracting(Finding::sentence)
                .asString()
                .startsWith(
                        "The TCP port of 5 peers: 020000 at 10.0.0.2, 030000 at 10.0.0.3, 040000 at 10.0.0.4 and others,");
    }

    @Test
    void a_peer_that_answers_at_one_of_its_addresses_is_reachable() {
        Heard peer = peer(2);
        Heard both = new Heard(
                peer.id(),
                peer.sightings(),
                List.of(
                        new Facts.Reach("10.0.0.2", 4000, Outcome.SILENT, ""),
                        new Facts.Reach("10.0.0.3", 4000, Outcome.ANSWERS, "")),
                peer.greeting(),
                peer.known(),
                false);
        assertThat(new Ward().with(both).wrong()).isEmpty();
    }

    @Test
    void whoever_greets_without_a_beacon_is_a_hint() {
        Heard deaf = heard(2, List.of(), Outcome.ANSWERS, greeting("SLEUTH-v1"));
        assertThat(new Ward().with(deaf).wrong()).isEmpty();
        assertThat(new Ward().with(deaf).hints()).containsExactly("beacons-one-way");
    }

    @Test
    void nobody_there_is_a_hint_with_what_can_be_tried() {
        Ward ward = new Ward();
        assertThat(ward.hints()).containsExactly("alone");
        assertThat(ward.diagnosis().findings().get(0).remedy()).contains("another UDP port than 5670", "that host too");
        assertThat(new Ward().with(Ward.left(peer(2))).hints()).containsExactly("alone");
        assertThat(new Ward().echoes(0, 0).hints()).as("where it is known why").isEmpty();
    }

    @Test
    void docker_bridges_containers_and_tunnels_are_hints_where_something_is_amiss() {
        Ward ward = new Ward();
        ward.host = new Host("Docker", List.of());
        ward.cards = List.of(
                ETH0,
                Ward.card("docker0", "172.17.0.1", 16, true),
                Ward.card("br-0123456789ab", "172.18.0.1", 16, true),
                Ward.card("tailscale0", "100.64.0.1", 32, false),
                LO);
        assertThat(ward.hints()).containsExactly("alone", "container", "docker-bridge", "vpn");
        ward.with(peer(2));
        assertThat(ward.hints()).isEmpty();
    }

    @Test
    void loopback_alone_is_a_hint() {
        Ward ward = new Ward();
        ward.cards = List.of(
                new Facts.Card("lo", true, true, false, false, List.of(new Facts.Address("127.0.0.1", 8, true))));
        assertThat(ward.hints()).containsExactly("alone", "only-loopback");
    }

    @Test
    void two_interfaces_in_one_network_are_a_hint() {
        Ward ward = new Ward().with(peer(2));
        ward.cards = List.of(ETH0, Ward.card("wlan0", "10.0.0.7", 24, true), LO);
        assertThat(ward.hints()).containsExactly("same-network-twice");
    }
}
