package dev.sleuth;

import dev.sleuth.rpc.SleuthException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which interfaces a peer wants to live on: a pure decision about what is there.
 *
 * @param wanted names, addresses or {@link #ALL}; never empty
 * @param variable the environment variable that says so; null if it was not the environment
 */
record InterfaceChoice(List<String> wanted, @Nullable String variable) {
    /** Every one that can multicast; loopback only when there is no other. */
    static final String ALL = "*";

    /** The first one that says anything decides. The latter two are those of the other families. */
    static final List<String> VARIABLES =
            List.of(SleuthConfig.INTERFACE_VARIABLE, "BEACON_INTERFACE", "ZSYS_INTERFACE");

    /** Colons also occur in names, as in {@code eth0:1}, but not two. */
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%.*)?");

    /** What the config wants, or else the environment, or else all. */
    static InterfaceChoice of(List<String> configured, UnaryOperator<@Nullable String> environment) {
        if (!configured.isEmpty()) {
            return new InterfaceChoice(configured, null);
        }
        for (String variable : VARIABLES) {
            String value = environment.apply(variable);
            List<String> named = value == null ? List.of() : split(value);
            if (!named.isEmpty()) {
                return new InterfaceChoice(named, variable);
            }
        }
        return new InterfaceChoice(List.of(ALL), null);
    }

    /** What stands between the commas. */
    static List<String> split(String several) {
        return Stream.of(several.split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .collect(Collectors.toUnmodifiableList());
    }

    /**
     * Those of {@code there} that are wanted.
     *
     * @throws SleuthException 907 if one that is named is not among them, or there is none at all
     */
    List<NetworkPlace> atStart(List<NetworkPlace> there) {
        for (String each : wanted) {
            if (IPV6.matcher(each).matches()) {
                throw none("sleuth speaks IPv4 only, and \"" + each + "\" is an IPv6 address" + origin()
                        + ": name the interface, or its IPv4 address");
            }
            if (chosen(each, there).isEmpty()) {
                throw none(
                        each.equals(ALL)
                                ? "no interface is up that has an IPv4 address and can multicast"
                                : "no interface \"" + each + "\" is up with an IPv4 address" + origin() + "; there are "
                                        + list(there));
            }
        }
        return among(there);
    }

    private String origin() {
        return variable == null ? "" : " (the environment's " + variable + " names it)";
    }

    private static SleuthException none(String why) {
        return new SleuthException(SleuthException.INTERFACE, why);
    }

    private static String list(List<NetworkPlace> places) {
        return places.isEmpty()
                ? "none"
                : places.stream().map(NetworkPlace::text).collect(Collectors.joining(", "));
    }

    /** Those of {@code there} that are wanted, which may be none: what is missing may come back. */
    List<NetworkPlace> among(List<NetworkPlace> there) {
        Set<NetworkPlace> all = new LinkedHashSet<>();
        for (String each : wanted) {
            all.addAll(chosen(each, there));
        }
        return List.copyOf(all);
    }

    private static List<NetworkPlace> chosen(String one, List<NetworkPlace> there) {
        if (one.equals(ALL)) {
            List<NetworkPlace> able =
                    primary(there.stream().filter(NetworkPlace::multicast).toList());
            List<NetworkPlace> real =
                    able.stream().filter(place -> !place.isLoopback()).toList();
            return real.isEmpty() ? able : real;
        }
        List<NetworkPlace> byAddress = there.stream()
                .filter(place -> place.host().equals(one))
                .limit(1)
                .toList();
        return byAddress.isEmpty()
                ? primary(
                        there.stream().filter(place -> place.name().equals(one)).toList())
                : byAddress;
    }

    /** One address for each network of an interface: the others come and go with what they stand for. */
    private static List<NetworkPlace> primary(List<NetworkPlace> places) {
        List<NetworkPlace> first = new ArrayList<>();
        for (NetworkPlace place : places) {
            if (first.stream().noneMatch(other -> other.index() == place.index() && other.contains(place.address()))) {
                first.add(place);
            }
        }
        return first;
    }
}
