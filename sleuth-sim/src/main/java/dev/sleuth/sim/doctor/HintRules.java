package dev.sleuth.sim.doctor;

import dev.sleuth.sim.doctor.Facts.Address;
import dev.sleuth.sim.doctor.Facts.Card;
import dev.sleuth.sim.doctor.Facts.Heard;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What may be as somebody wants it, and explains a lot if nobody does. */
final class HintRules {
    private static final Pattern DOCKER =
            Pattern.compile("docker\\d+|br-[0-9a-f]{12}|docker_gwbridge|cni\\d+|podman\\d+");
    private static final Pattern VPN =
            Pattern.compile("(tun|tap|wg|utun|ppp|tailscale|zt|nordlynx|vpn|ipsec).*", Pattern.CASE_INSENSITIVE);

    private final Facts facts;
    private final List<Finding> findings = new ArrayList<>();

    private HintRules(Facts facts) {
        this.facts = facts;
    }

    /** @param wrong whether something was found that keeps peers from seeing each other */
    static List<Finding> of(Facts facts, boolean wrong) {
        HintRules rules = new HintRules(facts);
        boolean alone = facts.peers().stream().allMatch(Heard::left);
        if (alone && !wrong) {
            rules.alone();
        }
        rules.onlyLoopback();
        if (alone && facts.portUse().problem() == null) {
            rules.container();
        }
        if (alone || wrong) {
            rules.names();
        }
        rules.sameNetworkTwice();
        return rules.findings;
    }

    private void alone() {
        String sharing = facts.portUse().holders().stream()
                .filter(holder -> holder.program() != null)
                .map(PlaceRules::holder)
                .collect(Collectors.joining(" and "));
        findings.add(Finding.hint(
                "alone",
                "Nothing is wrong on this host, as far as it can be seen from here."
                        + (sharing.isEmpty() ? "" : " UDP port " + facts.port() + " is also open in " + sharing + "."),
                "If somebody should be there: run the doctor on that host too. It may use another UDP port than "
                        + facts.port()
                        + " (which cannot be seen from here), another interface (on its own host the doctor"
                        + " tells which) or be in another network: beacons do not pass routers, most clouds' networks,"
                        + " VPNs, or wireless networks that keep their clients apart."));
    }

    private void onlyLoopback() {
        List<Card> used = facts.cards().stream().filter(Card::used).toList();
        if (!used.isEmpty() && used.stream().allMatch(Card::loopback)) {
            findings.add(Finding.hint(
                    "only-loopback",
                    "Peers of this host live on loopback alone (" + Choices.why(facts.choice())
                            + "): nobody on another host can see them.",
                    facts.choice().all()
                            ? "Bring up a network interface with an IPv4 address, if other hosts are to see them."
                            : "Name another interface, or none, if other hosts are to see them."));
        }
    }

    private void container() {
        @Nullable String container = facts.host().container();
        if (container != null) {
            findings.add(Finding.hint(
                    "container",
                    "This is inside a container (" + container
                            + "): unless it has the host's own network, beacons reach"
                            + " only containers on the same network, neither its host nor other machines.",
                    "Put the peers' containers on one user-defined bridge network, or run them with --network host."));
        }
    }

    private void names() {
        List<Card> used = facts.cards().stream().filter(Card::used).toList();
        String docker = named(used, DOCKER);
        if (!docker.isEmpty()) {
            findings.add(Finding.hint(
                    "docker-bridge",
                    docker + " is a bridge of Docker's or its like: what is sent there reaches containers of this host"
                            + " only, and containers on it do not see peers on the host's other interfaces.",
                    "To have containers and other hosts see each other, run the containers with --network host. To leave the"
                            + " bridge out, name the interfaces that you want (SLEUTH_INTERFACE)."));
        }
        List<Card> tunnels = facts.cards().stream()
                .filter(card -> card.up() && !card.addresses().isEmpty())
                .filter(card -> card.pointToPoint() || VPN.matcher(card.name()).matches())
                .toList();
        if (!tunnels.isEmpty()) {
            findings.add(Finding.hint(
                    "vpn",
                    tunnels.stream().map(Card::name).collect(Collectors.joining(" and "))
                            + " looks like a VPN or another tunnel: most carry neither multicast nor broadcast, so peers at"
                            + " its other end are not found.",
                    "Peers have to be in one local network; some VPNs also keep this host from its own local network while"
                            + " they are on."));
        }
    }

    private static String named(List<Card> cards, Pattern pattern) {
        return cards.stream()
                .map(Card::name)
                .filter(name -> pattern.matcher(name).matches())
                .collect(Collectors.joining(" and "));
    }

    /** Two interfaces in one network: the system answers through one of them, whatever was asked on the other. */
    private void sameNetworkTwice() {
        List<Card> used = facts.cards().stream().filter(Card::used).toList();
        for (Card one : used) {
            for (Card other : used) {
                if (one.name().compareTo(other.name()) < 0 && overlap(one, other)) {
                    findings.add(Finding.hint(
                            "same-network-twice",
                            one.name() + " and " + other.name()
                                    + " are in the same network: what goes out and comes in on"
                                    + " which of them is the system's choice, and reverse path filters drop what comes in"
                                    + " on the other one.",
                            "Use one of them alone: SLEUTH_INTERFACE=" + one.name()));
                }
            }
        }
    }

    private static boolean overlap(Card one, Card other) {
        for (Address address : one.addresses()) {
            if (address.used()
                    && other.addresses().stream()
                            .anyMatch(there -> there.used()
                                    && (address.contains(there.host()) || there.contains(address.host())))) {
                return true;
            }
        }
        return false;
    }
}
