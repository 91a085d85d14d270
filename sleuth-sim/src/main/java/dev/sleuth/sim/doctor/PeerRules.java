package dev.sleuth.sim.doctor;

import dev.sleuth.sim.doctor.Facts.Address;
import dev.sleuth.sim.doctor.Facts.Card;
import dev.sleuth.sim.doctor.Facts.Greeting;
import dev.sleuth.sim.doctor.Facts.Heard;
import dev.sleuth.sim.doctor.Facts.Outcome;
import dev.sleuth.sim.doctor.Facts.Reach;
import dev.sleuth.sim.doctor.Facts.Sighting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether those who are heard can be talked to. */
final class PeerRules {
    /** Peers greet each other within a round trip or two; whoever has had this long does not. */
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(2);

    private final Facts facts;
    private final List<Heard> there;
    private final List<Finding> findings = new ArrayList<>();

    private PeerRules(Facts facts) {
        this.facts = facts;
        this.there = facts.peers().stream().filter(peer -> !peer.left()).toList();
    }

    static List<Finding> of(Facts facts) {
        PeerRules rules = new PeerRules(facts);
        rules.elsewhere();
        rules.connections();
        rules.greetings();
        rules.groups();
        return rules.findings;
    }

    private List<Heard> those(Predicate<Heard> which) {
        return there.stream().filter(which).toList();
    }

    /** Whether its beacons come from a network in which peers of this host live. */
    private boolean isNear(Heard peer) {
        return peer.sightings().stream().anyMatch(sighting -> isUsed(sighting.host()));
    }

    private boolean isUsed(String host) {
        return facts.cards().stream()
                .flatMap(card -> card.addresses().stream())
                .anyMatch(address -> address.used() && address.contains(host));
    }

    /** Whether peers of this host can talk to it. */
    private boolean isWell(Heard peer) {
        return peer.greeting() != null && (peer.reaches().isEmpty() || answers(peer));
    }

    private void elsewhere() {
        List<Heard> far = those(peer -> !peer.sightings().isEmpty() && !isNear(peer));
        List<Heard> foreign = far.stream().filter(this::isOnUsedCard).toList();
        far.stream()
                .filter(peer -> !isOnUsedCard(peer))
                .collect(Collectors.groupingBy(PeerRules::cards, LinkedHashMap::new, Collectors.toUnmodifiableList()))
                .forEach((cards, peers) -> findings.add(otherInterface(cards, peers)));
        if (!foreign.isEmpty()) {
            findings.add(otherNetwork(foreign));
        }
    }

    private boolean isOnUsedCard(Heard peer) {
        return peer.sightings().stream()
                .anyMatch(sighting -> card(sighting).map(Card::used).orElse(false));
    }

    private Optional<Card> card(Sighting sighting) {
        return facts.cards().stream()
                .filter(card -> card.name().equals(sighting.card()))
                .findFirst();
    }

    private static String cards(Heard peer) {
        String cards = peer.sightings().stream()
                .map(Sighting::card)
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .collect(Collectors.joining(" and "));
        return cards.isEmpty() ? "an interface that cannot be told" : cards;
    }

    private Finding otherInterface(String heardOn, List<Heard> peers) {
        List<String> used = facts.cards().stream()
                .filter(Card::used)
                .map(Card::name)
                .distinct()
                .toList();
        boolean loopback = facts.cards().stream().anyMatch(card -> card.name().equals(heardOn) && card.loopback());
        String sentence = Names.capital(Names.of(peers)) + (peers.size() == 1 ? " is" : " are")
                + " on another interface: heard on "
                + heardOn + " only, and peers of this host use "
                + (used.isEmpty() ? "none" : String.join(" and ", used)) + " (" + Choices.why(facts.choice()) + ").";
        String remedy = "Let both use a common one: SLEUTH_INTERFACE=" + String.join(",", used)
                + (loopback ? " for that peer" : " for that peer, if its host has it")
                + ", or SLEUTH_INTERFACE=" + String.join(",", Choices.with(used, heardOn)) + " on this host.";
        boolean othersAreWell = there.stream().anyMatch(this::isWell);
        return new Finding("other-interface", !(loopback && othersAreWell), sentence, remedy);
    }

    private Finding otherNetwork(List<Heard> peers) {
        String networks = facts.cards().stream()
                .flatMap(card -> card.addresses().stream()
                        .filter(Address::used)
                        .map(address -> card.name() + " " + address.host() + "/" + address.prefix()))
                .collect(Collectors.joining(", "));
        return Finding.fault(
                "other-network",
                "Beacons of " + Names.of(peers) + " arrive here from another network than this host's (" + networks
                        + "): the hosts share a wire, but not a network.",
                "Give the hosts addresses of one network, with the same prefix length (`ip -4 addr` on each).");
    }

    private void connections() {
        List<Heard> near = those(peer -> isNear(peer) && !answers(peer));
        blocked(
                near,
                Outcome.SILENT,
                "tcp-blocked",
                "does not answer at all",
                "a firewall drops the connections, most likely on that host (incoming), else on this one (outgoing)");
        blocked(
                near,
                Outcome.UNREACHABLE,
                "tcp-unreachable",
                "cannot be reached",
                "a firewall forbids it, or there is no way to that address");
        blocked(
                near,
                Outcome.REFUSED,
                "tcp-refused",
                "refuses connections",
                "a firewall on that host rejects them, or the program that sends the beacons does not listen where it says");
        List<Heard> mute =
                near.stream().filter(peer -> ended(peer, Outcome.MUTE)).toList();
        if (!mute.isEmpty()) {
            findings.add(
                    Finding.fault(
                            "tcp-mute",
                            "The TCP port of " + Names.of(mute)
                                    + " takes connections and then says nothing: the program is"
                                    + " stopped or stuck, or something in between (a proxy, a firewall) answers in its place.",
                            "Look whether that program runs, and whether it is the one that listens there: `ss -ltnp` on that host."));
        }
    }

    private void blocked(List<Heard> near, Outcome outcome, String code, String what, String why) {
        List<Heard> peers = near.stream().filter(peer -> ended(peer, outcome)).toList();
        if (peers.isEmpty()) {
            return;
        }
        String ports = peers.stream()
                .flatMap(peer -> peer.reaches().stream())
                .limit(3)
                .map(reach -> reach.host() + ":" + reach.port()
                        + (reach.detail().isEmpty() ? "" : ", \"" + reach.detail() + "\""))
                .collect(Collectors.joining("; "));
        findings.add(Finding.fault(
                code,
                "The TCP port of " + Names.of(peers) + " " + what + " (" + ports + "), while its beacons are heard: "
                        + why + ".",
                "On that host, allow incoming TCP to the ports of its peers; the system chooses them"
                        + " (`sysctl net.ipv4.ip_local_port_range`), so a rule by port has to allow that whole range. For"
                        + " example: iptables -I INPUT -p tcp -s " + neighbours(peers) + " -j ACCEPT"));
    }

    private String neighbours(List<Heard> peers) {
        String host = peers.get(0).reaches().get(0).host();
        return facts.cards().stream()
                .flatMap(card -> card.addresses().stream())
                .filter(address -> address.used() && address.contains(host))
                .map(address -> Ipv4.text(Ipv4.network(address.host(), address.prefix())) + "/" + address.prefix())
                .findFirst()
                .orElse(host);
    }

    private static boolean answers(Heard peer) {
        return ended(peer, Outcome.ANSWERS);
    }

    private static boolean ended(Heard peer, Outcome outcome) {
        return peer.reaches().stream().map(Reach::outcome).anyMatch(outcome::equals);
    }

    private void greetings() {
        if (facts.portUse().problem() != null || facts.choice().problem() != null || facts.joinProblem() != null) {
            return; // Nobody was there to be greeted.
        }
        List<Heard> rude = those(peer -> isNear(peer) && answers(peer) && peer.greeting() == null);
        List<Heard> certain = rude.stream()
                .filter(peer -> peer.known().compareTo(LONG_ENOUGH) >= 0)
                .toList();
        if (!certain.isEmpty()) {
            findings.add(Finding.fault(
                    "no-hello",
                    Names.capital(Names.of(certain))
                            + " can be reached, but never greeted us (no HELLO came): most likely it"
                            + " cannot connect to this host, because a firewall here drops incoming TCP; or it is no ZRE"
                            + " peer, or a stuck one.",
                    "Allow incoming TCP on this host from " + neighbours(certain)
                            + ", for example: iptables -I INPUT -p tcp" + " -s " + neighbours(certain)
                            + " -j ACCEPT. Then look at that peer's own log."));
        }
        if (rude.size() > certain.size()) {
            List<Heard> young =
                    rude.stream().filter(peer -> !certain.contains(peer)).toList();
            findings.add(Finding.hint(
                    "too-young",
                    Names.capital(Names.of(young)) + " was heard for less than " + LONG_ENOUGH.toSeconds()
                            + " s: too short to say why no greeting came.",
                    "Look for longer: --for 10s"));
        }
        List<Heard> unheard =
                those(peer -> peer.greeting() != null && peer.sightings().isEmpty());
        if (!unheard.isEmpty()) {
            findings.add(Finding.hint(
                    "beacons-one-way",
                    Names.capital(Names.of(unheard))
                            + " heard our beacons and greeted us, but no beacon came from there.",
                    "They see each other as long as one hears the other; two peers who are both deaf do not. Run the doctor"
                            + " there, too."));
        }
    }

    private void groups() {
        List<Heard> greeted = those(peer -> peer.greeting() != null);
        List<Heard> others = greeted.stream().filter(peer -> !isOurs(peer)).toList();
        if (others.isEmpty()) {
            return;
        }
        boolean nobodyOfOurs = others.size() == greeted.size();
        boolean sleuths = hellos(others).anyMatch(hello -> hello.serviceGroup() != null);
        String groups = hellos(others)
                .flatMap(hello -> hello.groups().stream())
                .distinct()
                .limit(5)
                .collect(Collectors.joining(", "));
        String sentence = Names.capital(Names.of(others)) + (others.size() == 1 ? " is" : " are") + " in "
                + (groups.isEmpty() ? "no group at all" : "the group " + groups) + ", not in " + facts.group()
                + ": no service is seen across groups.";
        findings.add(
                new Finding(
                        "other-group",
                        nobodyOfOurs && sleuths,
                        sentence,
                        "If they are to see each other, give them one group (--group here, SleuthConfig.withGroup in a program)."));
    }

    private boolean isOurs(Heard peer) {
        return hellos(List.of(peer)).anyMatch(hello -> hello.groups().contains(facts.group()));
    }

    private static Stream<Greeting> hellos(List<Heard> peers) {
        return peers.stream().map(Heard::greeting).flatMap(Stream::ofNullable);
    }
}
