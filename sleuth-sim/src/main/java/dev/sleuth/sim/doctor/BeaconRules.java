package dev.sleuth.sim.doctor;

import dev.sleuth.sim.doctor.Facts.Echo;
import dev.sleuth.sim.doctor.Facts.Heard;
import dev.sleuth.sim.doctor.Facts.Sighting;
import dev.sleuth.sim.doctor.Facts.Way;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether beacons leave and arrive, on each interface that is used, each of the two ways. */
final class BeaconRules {
    /** This many beacons in a row are not lost by chance. */
    private static final int CERTAIN = 4;

    private final Facts facts;
    private final List<Finding> findings = new ArrayList<>();

    private BeaconRules(Facts facts) {
        this.facts = facts;
    }

    static List<Finding> of(Facts facts) {
        if (facts.portUse().problem() != null) {
            return List.of(); // Nothing could be heard.
        }
        BeaconRules rules = new BeaconRules(facts);
        Set<String> places = new LinkedHashSet<>();
        facts.echoes().forEach(echo -> places.add(echo.card() + " " + echo.host()));
        for (String place : places) {
            rules.judge(facts.echoes().stream()
                    .filter(echo -> place.equals(echo.card() + " " + echo.host()))
                    .toList());
        }
        return rules.findings;
    }

    /** @param echoes those of one address */
    private void judge(List<Echo> echoes) {
        Optional<Echo> multicast = way(echoes, Way.MULTICAST);
        Optional<Echo> broadcast = way(echoes, Way.BROADCAST);
        Echo any = echoes.get(0);
        List<Echo> refused =
                echoes.stream().filter(echo -> echo.problem() != null).toList();
        if (!refused.isEmpty()) {
            findings.add(notSent(any.card(), refused));
        }
        boolean noMulticast = multicast.map(Echo::silent).orElse(false);
        boolean noBroadcast = broadcast.map(Echo::silent).orElse(false);
        if (noMulticast && (noBroadcast || broadcast.isEmpty())) {
            findings.add(othersHeard(any.card(), null) ? onlyOwnAreMissing(any.card()) : nothingArrives(any));
        } else if (noMulticast) {
            findings.add(oneWayOnly(multicast.get(), Way.MULTICAST));
        } else if (noBroadcast) {
            findings.add(oneWayOnly(broadcast.get(), Way.BROADCAST));
        } else {
            multicast
                    .filter(echo -> echo.back() > 0)
                    .flatMap(echo -> lostOnTheWay(echo.card(), Way.MULTICAST, Way.BROADCAST))
                    .ifPresent(findings::add);
            broadcast
                    .filter(echo -> echo.back() > 0)
                    .flatMap(echo -> lostOnTheWay(echo.card(), Way.BROADCAST, Way.MULTICAST))
                    .ifPresent(findings::add);
        }
    }

    private static Optional<Echo> way(List<Echo> echoes, Way way) {
        return echoes.stream().filter(echo -> echo.way() == way).findFirst();
    }

    private Stream<Sighting> sightings(String card) {
        return facts.peers().stream()
                .flatMap(peer -> peer.sightings().stream())
                .filter(sighting -> card.equals(sighting.card()));
    }

    /** @param way null for either */
    private boolean othersHeard(String card, @Nullable Way way) {
        return sightings(card).anyMatch(sighting -> way == null || sighting.way() == way);
    }

    private Finding notSent(String card, List<Echo> refused) {
        String what = refused.size() > 1
                ? "neither multicast nor broadcast"
                : "no " + word(refused.get(0).way());
        String why = Objects.requireNonNull(refused.get(0).problem());
        if (why.toLowerCase(Locale.ROOT).contains("not permitted")) {
            return Finding.fault(
                    "udp-out-blocked",
                    "This host lets " + what + " out on " + card + " (\"" + why + "\"): a firewall on this host drops"
                            + " outgoing UDP to port " + facts.port() + ", so nobody hears peers of this host.",
                    "Allow it, for example: iptables -I OUTPUT -p udp --dport " + facts.port() + " -j ACCEPT");
        }
        return Finding.fault(
                "not-sent",
                "On " + card + " " + what + " can be sent or heard (\"" + why + "\").",
                "Look at the interface with `ip addr show " + card
                        + "`: it has to be up, and to have the flags BROADCAST"
                        + " and MULTICAST. Or name another interface (SLEUTH_INTERFACE, or --interface here).");
    }

    private Finding nothingArrives(Echo echo) {
        String firewalls = facts.host().firewalls().isEmpty()
                ? ""
                : " (" + String.join(" and ", facts.host().firewalls()) + " is switched on)";
        return Finding.fault(
                "udp-in-blocked",
                "No UDP arrives at port " + facts.port() + " on " + echo.card() + ", not even this host's own beacons,"
                        + " which never leave it: a firewall on this host" + firewalls + " drops them, and so peers on"
                        + " this host see nobody.",
                "Allow incoming UDP to port " + facts.port() + ", for example: iptables -I INPUT -p udp --dport "
                        + facts.port() + " -j ACCEPT, or: ufw allow " + facts.port()
                        + "/udp, or: firewall-cmd --add-port=" + facts.port() + "/udp");
    }

    private static Finding onlyOwnAreMissing(String card) {
        return Finding.hint(
                "own-beacons-missing",
                "On " + card + " other peers are heard, but this host's own beacons do not come back to it, so peers on"
                        + " this same host may not see each other.",
                "Look for a firewall rule here that drops what comes from this host's own address.");
    }

    private Finding oneWayOnly(Echo silent, Way way) {
        Way other = way == Way.MULTICAST ? Way.BROADCAST : Way.MULTICAST;
        if (othersHeard(silent.card(), way)) {
            return Finding.hint(
                    "own-" + word(way) + "-missing",
                    "On " + silent.card() + " this host's own " + word(way)
                            + " does not come back to it, though that of" + " other peers arrives.",
                    "Look for a firewall rule here that drops what comes from this host's own address.");
        }
        return Finding.fault(
                word(way) + "-blocked",
                Names.capital(word(way)) + " is blocked on " + silent.card() + ": of this host's own beacons those by "
                        + word(other) + " come back and those by " + word(way) + " (to " + silent.target()
                        + ") do not. "
                        + whoIsLost(way),
                "Most likely a firewall on this host drops it. Allow it, for example: iptables -I INPUT -p udp -d "
                        + silent.target() + " --dport " + facts.port() + " -j ACCEPT");
    }

    private static String whoIsLost(Way way) {
        return way == Way.MULTICAST
                ? "Go peers, which send nothing else, are not seen here; peers of this library still are, by broadcast."
                : "C and Node.js peers, which send nothing else, are not seen here; peers of this library still are, by"
                        + " multicast.";
    }

    /** Our own come back, which proves nothing about the network: peers that send both ways do. */
    private Optional<Finding> lostOnTheWay(String card, Way lost, Way arrives) {
        List<Heard> half = facts.peers().stream()
                .filter(peer -> !peer.left() && Family.of(peer) == Family.JAVA && !Family.came(peer, lost))
                .filter(peer -> peer.sightings().stream()
                        .anyMatch(sighting -> card.equals(sighting.card()) && sighting.count() >= CERTAIN))
                .toList();
        if (half.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Finding.fault(
                word(lost) + "-lost",
                Names.capital(word(lost)) + " from " + Names.of(half) + " does not get to this host on " + card + ", "
                        + word(arrives) + " does: something on the way drops it, such as a firewall on "
                        + (half.size() == 1 ? "that host" : "those hosts")
                        + ", a switch or an access point. " + whoIsLost(lost),
                "Run the doctor there too. If " + word(lost)
                        + " comes back to it on its own host, look at the network in" + " between"
                        + (lost == Way.MULTICAST ? " (IGMP snooping, wireless isolation)." : ".")));
    }

    private static String word(Way way) {
        return way.name().toLowerCase(Locale.ROOT);
    }
}
