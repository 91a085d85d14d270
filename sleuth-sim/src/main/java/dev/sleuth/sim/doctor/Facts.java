package dev.sleuth.sim.doctor;

import dev.sleuth.zre.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that an examination has seen; nothing in it is a guess.
 *
 * @param port the UDP port of the beacons
 * @param group the sleuth group
 * @param listened how long it has listened
 * @param host where it ran
 * @param choice which interfaces are wanted
 * @param cards all interfaces of this host
 * @param portUse whether the UDP port can be bound
 * @param echoes what became of our own beacons
 * @param peers everybody else who was heard
 * @param joinProblem why no peer could join, other than for its interfaces or its UDP port; null if one could
 */
public record Facts(
        int port,
        String group,
        Duration listened,
        Host host,
        Choice choice,
        List<Card> cards,
        PortUse portUse,
        List<Echo> echoes,
        List<Heard> peers,
        @Nullable String joinProblem) {

    /**
     * Where the examination ran.
     *
     * @param container what kind of container it is in; null if none was noticed
     * @param firewalls the firewalls that are switched on, as far as their files tell
     */
    record Host(@Nullable String container, List<String> firewalls) {}

    /**
     * Which interfaces are wanted, as a peer itself decides it.
     *
     * @param wanted names, addresses, or {@code *} for all
     * @param variable the environment variable that says so; null for an option or the default
     * @param problem why a peer cannot join; null if it can
     */
    record Choice(
            List<String> wanted,
            @Nullable String variable,
            @Nullable String problem) {
        boolean all() {
            return wanted.contains("*");
        }
    }

    /** A network interface. */
    record Card(
            String name,
            boolean up,
            boolean loopback,
            boolean multicast,
            boolean pointToPoint,
            List<Address> addresses) {
        boolean used() {
            return addresses.stream().anyMatch(Address::used);
        }

        boolean isOf(String host) {
            return addresses.stream().anyMatch(address -> address.contains(host));
        }
    }

    /**
     * An IPv4 address of an interface.
     *
     * @param prefix how many bits of it name the network
     * @param used whether a peer would live there
     */
    record Address(String host, int prefix, boolean used) {
        boolean contains(String other) {
            return Ipv4.network(host, prefix) == Ipv4.network(other, prefix);
        }

        /** The address that reaches everyone in this network; null if the network has none. */
        @Nullable
        String broadcast() {
            return prefix > 30 ? null : Ipv4.text(Ipv4.network(host, prefix) | ~Ipv4.mask(prefix));
        }
    }

    /**
     * Whether the UDP port can be bound and shared.
     *
     * @param problem what the system says; null if it can
     * @param holders who else has it open, as far as that can be seen
     */
    record PortUse(@Nullable String problem, List<Holder> holders) {}

    /**
     * A socket of somebody else's on the UDP port.
     *
     * @param program null if it cannot be seen from here
     * @param pid 0 if it cannot be seen from here
     */
    record Holder(String address, @Nullable String program, long pid) {}

    /** How a beacon travels. */
    enum Way {
        MULTICAST,
        BROADCAST
    }

    /**
     * What became of our own beacons.
     *
     * @param card the interface
     * @param host the address that they were sent from
     * @param target where they were sent to
     * @param problem why they could not be sent or listened for; null if they could
     */
    record Echo(
            String card,
            String host,
            Way way,
            String target,
            int sent,
            int back,
            @Nullable String problem) {
        boolean silent() {
            return sent > 0 && back == 0 && problem == null;
        }
    }

    /**
     * Somebody else.
     *
     * @param sightings its beacons
     * @param reaches what became of connections to it
     * @param greeting its HELLO; null if none came
     * @param known from its first sign of life to the end
     * @param left whether it said goodbye
     */
    record Heard(
            PeerId id,
            List<Sighting> sightings,
            List<Reach> reaches,
            @Nullable Greeting greeting,
            Duration known,
            boolean left) {}

    /**
     * Beacons of one peer that came the same way.
     *
     * @param card the interface; null if that cannot be told
     * @param host where they came from
     * @param port the TCP port that they name
     * @param every the median of the times between them; null if there were less than three
     */
    record Sighting(
            @Nullable String card,
            String host,
            int port,
            Way way,
            int count,
            @Nullable Duration every) {}

    /** What became of a connection. */
    enum Outcome {
        /** Something that speaks ZeroMQ is there. */
        ANSWERS,
        /** It is taken, and then nothing comes. */
        MUTE,
        REFUSED,
        /** Nobody answers at all. */
        SILENT,
        UNREACHABLE,
        /** The examination was over first. */
        UNKNOWN
    }

    /** @param detail what the system says; empty if it says nothing */
    record Reach(String host, int port, Outcome outcome, String detail) {}

    /**
     * A HELLO.
     *
     * @param from the address that its connection came from
     * @param endpoint where it says that it can be reached
     */
    record Greeting(String from, String endpoint, List<String> groups, Map<String, String> headers) {
        /** The group of its service; null if it offers none. */
        @Nullable
        String serviceGroup() {
            return headers.get("group");
        }

        @Nullable
        String service() {
            return headers.get("type");
        }
    }
}
