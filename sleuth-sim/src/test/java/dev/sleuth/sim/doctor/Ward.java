package dev.sleuth.sim.doctor;

import dev.sleuth.sim.doctor.Facts.Address;
import dev.sleuth.sim.doctor.Facts.Card;
import dev.sleuth.sim.doctor.Facts.Choice;
import dev.sleuth.sim.doctor.Facts.Echo;
import dev.sleuth.sim.doctor.Facts.Greeting;
import dev.sleuth.sim.doctor.Facts.Heard;
import dev.sleuth.sim.doctor.Facts.Holder;
import dev.sleuth.sim.doctor.Facts.Host;
import dev.sleuth.sim.doctor.Facts.Outcome;
import dev.sleuth.sim.doctor.Facts.PortUse;
import dev.sleuth.sim.doctor.Facts.Reach;
import dev.sleuth.sim.doctor.Facts.Sighting;
import dev.sleuth.sim.doctor.Facts.Way;
import dev.sleuth.zre.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Facts for tests: a host with eth0 (10.0.0.1/24), which is used, and lo, on which all is well and nobody else is. */
final class Ward {
    static final Card ETH0 = card("eth0", "10.0.0.1", 24, true);
    static final Card ETH1 = card("eth1", "10.0.1.1", 24, false);
    static final Card LO = new Card("lo", true, true, false, false, List.of(new Address("127.0.0.1", 8, false)));

    private static final List<String> GROUP = List.of("SLEUTH-v1");

    Host host = new Host(null, List.of());
    Choice choice = new Choice(List.of("*"), null, null);
    List<Card> cards = new ArrayList<>(List.of(ETH0, LO));
    PortUse portUse = new PortUse(null, List.of());
    List<Echo> echoes = new ArrayList<>(List.of(echo("eth0", Way.MULTICAST, 10), echo("eth0", Way.BROADCAST, 10)));
    List<Heard> peers = new ArrayList<>();

    @Nullable
    String joinProblem;

    Facts facts() {
        return new Facts(
                5670, "SLEUTH-v1", Duration.ofSeconds(5), host, choice, cards, portUse, echoes, peers, joinProblem);
    }

    Diagnosis diagnosis() {
        return Diagnosis.of(facts());
    }

    /** The codes of what is wrong, in their order. */
    List<String> wrong() {
        return diagnosis().findings().stream()
                .filter(Finding::wrong)
                .map(Finding::code)
                .toList();
    }

    List<String> hints() {
        return diagnosis().findings().stream()
                .filter(finding -> !finding.wrong())
                .map(Finding::code)
                .toList();
    }

    Ward echoes(int multicast, int broadcast) {
        echoes = List.of(echo("eth0", Way.MULTICAST, multicast), echo("eth0", Way.BROADCAST, broadcast));
        return this;
    }

    Ward taken(Holder... holders) {
        portUse = new PortUse("Address already in use", List.of(holders));
        echoes = List.of();
        return this;
    }

    Ward with(Heard... more) {
        peers.addAll(List.of(more));
        return this;
    }

    static Card card(String name, String address, int prefix, boolean used) {
        return new Card(name, true, false, true, false, List.of(new Address(address, prefix, used)));
    }

    static Echo echo(String card, Way way, int back) {
        return new Echo(card, "10.0.0.1", way, way == Way.MULTICAST ? "224.0.0.250" : "10.0.0.255", 10, back, null);
    }

    static Echo unsent(Way way, String problem) {
        return new Echo("eth0", "10.0.0.1", way, "10.0.0.255", 0, 0, problem);
    }

    static Sighting sighting(@Nullable String card, String host, Way way, int everyMillis) {
        return new Sighting(card, host, 4000, way, 10, Duration.ofMillis(everyMillis));
    }

    /** A peer of ours with whom all is well. */
    static Heard peer(int number) {
        String host = "10.0.0." + number;
        return heard(
                number,
                List.of(sighting("eth0", host, Way.MULTICAST, 250), sighting("eth0", host, Way.BROADCAST, 250)),
                Outcome.ANSWERS,
                greeting("SLEUTH-v1"));
    }

    /** One of which this is known. */
    static Heard heard(int number, List<Sighting> sightings, Outcome outcome, @Nullable Greeting greeting) {
        List<Reach> reaches = sightings.stream()
                .map(Sighting::host)
                .distinct()
                .map(host -> new Reach(host, 4000, outcome, ""))
                .toList();
        return new Heard(id(number), sightings, reaches, greeting, Duration.ofSeconds(5), false);
    }

    static Heard left(Heard peer) {
        return new Heard(peer.id(), peer.sightings(), peer.reaches(), peer.greeting(), peer.known(), true);
    }

    static Heard knownFor(Heard peer, Duration known) {
        return new Heard(peer.id(), peer.sightings(), peer.reaches(), peer.greeting(), known, peer.left());
    }

    static Heard heardOn(int number, @Nullable String card, String host) {
        return heard(
                number,
                List.of(sighting(card, host, Way.MULTICAST, 250), sighting(card, host, Way.BROADCAST, 250)),
                Outcome.ANSWERS,
                null);
    }

    static Heard reached(int number, Outcome outcome) {
        return heard(number, peer(number).sightings(), outcome, null);
    }

    static Greeting greeting(String group) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("group", group);
        headers.put("type", "echo-service");
        return new Greeting("10.0.0.2", "tcp://10.0.0.2:4000", List.of(group), headers);
    }

    static PeerId id(int number) {
        return new PeerId((long) number << 56, 0);
    }
}
