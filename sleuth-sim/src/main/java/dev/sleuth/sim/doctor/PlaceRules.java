package dev.sleuth.sim.doctor;

import dev.sleuth.sim.doctor.Facts.Holder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Whether a peer could live here at all: its UDP port, its interfaces. */
final class PlaceRules {
    private PlaceRules() {}

    static List<Finding> of(Facts facts) {
        List<Finding> findings = new ArrayList<>();
        if (facts.portUse().problem() != null) {
            findings.add(portTaken(facts));
        }
        if (facts.choice().problem() != null) {
            findings.add(noInterface(facts));
        }
        if (facts.joinProblem() != null) {
            findings.add(Finding.fault(
                    "cannot-join",
                    "No peer can join here: " + facts.joinProblem() + ".",
                    "Peers of your own fail in the same way; whatever is named there has to be put right first."));
        }
        return findings;
    }

    private static Finding portTaken(Facts facts) {
        List<Holder> holders = facts.portUse().holders();
        String who = holders.isEmpty()
                ? "another program, which cannot be seen from here,"
                : holders.stream().map(PlaceRules::holder).collect(Collectors.joining(" and "));
        String verb = holders.size() > 1 ? " have" : " has";
        return Finding.fault(
                "port-taken",
                "UDP port " + facts.port() + " cannot be shared: " + who + verb
                        + " opened it for itself alone, so no peer on this host can hear anybody.",
                "End that program, or have it set SO_REUSEADDR and SO_REUSEPORT before it binds. Or move all peers, on all"
                        + " hosts, to another UDP port (--port here).");
    }

    static String holder(Holder holder) {
        if (holder.program() == null) {
            return "a process that cannot be seen from here (perhaps another user's, or in another container), at "
                    + holder.address() + ",";
        }
        return holder.program() + " (process " + holder.pid() + ")";
    }

    private static Finding noInterface(Facts facts) {
        String problem = String.valueOf(facts.choice().problem());
        if (facts.choice().all()) {
            return Finding.fault(
                    "no-interface",
                    "There is no network interface for a peer to live on: " + problem + ".",
                    "Bring one up and give it an IPv4 address (`ip -4 addr` shows what is there). Loopback, which would do"
                            + " for peers on this host, is brought up with `ip link set lo up`.");
        }
        String where = facts.choice().variable() == null
                ? "what was asked for"
                : "the environment's " + facts.choice().variable();
        return Finding.fault(
                "interface-missing",
                "No peer can start here, because of " + where + ": " + problem + ".",
                "Name an interface that is up, or none: then all are used that can multicast.");
    }
}
