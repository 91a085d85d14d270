package dev.sleuth.sim.cli;

import dev.sleuth.Sleuth;
import dev.sleuth.SleuthConfig;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Where a peer lives: options that all commands share that join a network. */
final class NetworkOptions {
    @Option(
            names = "--interface",
            paramLabel = "NAME[,NAME..]",
            description = {
                "The network interfaces to live on, by name or IPv4 address; * for all.",
                "Default: what the environment's SLEUTH_INTERFACE, BEACON_INTERFACE or ZSYS_INTERFACE says,"
                        + " or else all that are up and can multicast; loopback only when there is no other."
            })
    private String networkInterface;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            converter = WholeNumber.class,
            description = "The UDP port of the beacons (default: 5670).")
    private Long port;

    @Option(
            names = "--group",
            paramLabel = "GROUP",
            description = "Peers of other groups do not see each other's services (default: SLEUTH-v1).")
    private String group;

    @Option(
            names = {"-v", "--verbose"},
            description = "Log to standard error what the peer sees and does.")
    private boolean verbose;

    /** The defaults with what was asked for. Must come before anything of the library that logs. */
    SleuthConfig config() {
        if (verbose) {
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "debug");
        }
        SleuthConfig config = SleuthConfig.defaults();
        if (networkInterface != null) {
            config = config.withInterface(networkInterface);
        }
        if (port != null) {
            config = config.withPort((int) Math.max(Integer.MIN_VALUE, Math.min(port, Integer.MAX_VALUE)));
        }
        return group == null ? config : config.withGroup(group);
    }

    /** Whether the interface is asked for here, and not left to the environment or to the default. */
    boolean namesInterface() {
        return networkInterface != null;
    }

    /** {@code eth0 (10.0.0.5), eth1 (10.1.0.5), UDP port 5670, group SLEUTH-v1}. */
    static String place(Sleuth sleuth, SleuthConfig config) {
        String places = sleuth.localAddresses().stream()
                .map(each -> each.networkInterface() + " (" + each.endpoint().host() + ")")
                .collect(Collectors.joining(", "));
        return (places.isEmpty() ? "no interface" : places) + ", " + place(config);
    }

    /** {@code UDP port 5670, group SLEUTH-v1}. */
    static String place(SleuthConfig config) {
        return "UDP port " + config.port() + ", group " + config.group();
    }
}
