package dev.sleuth;

import dev.sleuth.rpc.Handler;
import dev.sleuth.rpc.Observation;
import dev.sleuth.rpc.RetryPolicy;
import dev.sleuth.rpc.SleuthException;
import dev.sleuth.zre.Timing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a peer is and does. Immutable: every {@code with..} gives a changed copy. Starts from {@link #defaults()} or
 * from the original sleuth's JSON file, {@link #fromFile}.
 *
 * @param service the name of the service that this peer offers; null for a peer that only calls
 * @param version the version that it tells about its service; null tells {@code unknown}
 * @param handler answers the requests; null exactly if {@code service} is null
 * @param interfaces the names or IPv4 addresses of the interfaces to live on; {@code *} stands for every one that is up
 *     and can multicast, loopback only when there is no other. Empty for what the environment's
 *     {@code SLEUTH_INTERFACE} says, or else {@code BEACON_INTERFACE}, or else {@code ZSYS_INTERFACE}, or else
 *     {@code *}
 * @param port the UDP port of the beacons, shared by everyone on the network
 * @param group peers of other groups do not see each other's services
 * @param timeout how long a call waits for its answer
 * @param timing when a peer speaks, and when it gives up on another
 * @param retries whether a call may be sent to a second peer when the first may have failed it
 * @param handlerThreads where the handler runs
 * @param grace how long {@link Sleuth#close} may take to answer what is in hand; zero for not at all
 * @param maxBody the longest body that is sent or taken, in bytes
 * @param listener told what happens, one thing after the other on a thread of its own; null for nobody
 * @param wellKnown whether {@code GET /.well-known/sleuth} is answered by the peer itself, with who it is, whom it sees
 *     and how its calls go
 */
public record SleuthConfig(
        @Nullable String service,
        @Nullable String version,
        @Nullable Handler handler,
        List<String> interfaces,
        int port,
        String group,
        Duration timeout,
        Timing timing,
        RetryPolicy retries,
        HandlerThreads handlerThreads,
        Duration grace,
        int maxBody,
        @Nullable Consumer<Observation> listener,
        boolean wellKnown) {
    /** The environment variable that names the default interfaces, with commas between them. */
    public static final String INTERFACE_VARIABLE = "SLEUTH_INTERFACE";

    static final String SERVICE_RULE = "a service's name has 1 to 255 bytes, no spaces and none of / ? # @ \\";
    static final String VERSION_RULE = "a version has 1 to 255 bytes";

    private static final int MAX_NAME = 255;
    private static final int MAX_MAX_BODY = 1 << 30;

    /** @throws SleuthException 904 if something is impossible; the message says what */
    public SleuthConfig {
        interfaces = List.copyOf(interfaces);
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(timeout, "timeout");
        Objects.requireNonNull(timing, "timing");
        Objects.requireNonNull(retries, "retries");
        Objects.requireNonNull(handlerThreads, "handlerThreads");
        Objects.requireNonNull(grace, "grace");
        require((service == null) == (handler == null), "a service needs a name and a handler, a client neither");
        require(service == null || isService(service), SERVICE_RULE + ", not \"" + service + '"');
        require(version == null || isName(version), VERSION_RULE + ", not \"" + version + '"');
        require(
                interfaces.stream().noneMatch(String::isBlank),
                "an interface is given by its name or IPv4 address, not by nothing");
        require(isName(group), "a group's name has 1 to 255 bytes, not \"" + group + '"');
        require(port >= 1 && port <= 0xFFFF, "a UDP port is a number from 1 to 65535, not " + port);
        require(!timeout.isNegative() && !timeout.isZero(), "a timeout is longer than nothing, not " + timeout);
        require(!grace.isNegative(), "a grace period is nothing or longer, not " + grace);
        require(
                maxBody >= 1 && maxBody <= MAX_MAX_BODY,
                "a body's limit is from 1 to " + MAX_MAX_BODY + " bytes, not " + maxBody);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new SleuthException(SleuthException.INITIALIZE, otherwise);
        }
    }

    /** Whether it stands as it is between {@code sleuth://} and the path. */
    static boolean isService(String name) {
        return isName(name) && name.chars().noneMatch(letter -> letter <= ' ' || "/?#@\\".indexOf(letter) >= 0);
    }

    static boolean isName(String name) {
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        return length >= 1 && length <= MAX_NAME;
    }

    /**
     * A peer that only calls, with the original's defaults: UDP port 5670, group {@code SLEUTH-v1}, calls wait 500 ms.
     */
    public static SleuthConfig defaults() {
        return new SleuthConfig(
                null,
                null,
                null,
                List.of(),
                5670,
                "SLEUTH-v1",
                Duration.ofMillis(500),
                Timing.LAN,
                RetryPolicy.DEFAULT,
                HandlerThreads.pool(),
                Duration.ofSeconds(5),
                16 << 20,
                null,
                true);
    }

    /**
     * What a JSON file of the original says: {@code interface}, {@code port}, {@code service}, {@code version},
     * {@code loglevel}. A service still needs its handler, so it is passed in here. What is logged is decided by the
     * application's SLF4J; if it shows more or less than {@code loglevel} asks for, the log says so.
     *
     * @param handler answers the requests; null if the file names no service
     * @throws SleuthException 904 if the file cannot be read or says something impossible; names file, line and key
     */
    public static SleuthConfig fromFile(Path file, @Nullable Handler handler) {
        return ConfigFile.read(file, handler);
    }

    /** The same with another service: its name, and what answers its requests. */
    public SleuthConfig withService(String name, Handler answers) {
        return new SleuthConfig(
                name,
                version,
                answers,
                interfaces,
                port,
                group,
                timeout,
                timing,
                retries,
                handlerThreads,
                grace,
                maxBody,
                listener,
                wellKnown);
    }

    /** The same with another version of the service; null tells {@code unknown}. */
    public SleuthConfig withVersion(@Nullable String other) {
        return new SleuthConfig(
                service,
                other,
                handler,
                interfaces,
                port,
                group,
                timeout,
                timing,
                retries,
                handlerThreads,
                grace,
                maxBody,
                listener,
                wellKnown);
    }

    /**
     * The same on other interfaces, given by name or IPv4 address, with commas between several; null for the default
     * ones.
     */
    public SleuthConfig withInterface(@Nullable String namesOrAddresses) {
        return namesOrAddresses == null
                ? withInterfaces()
                : withInterfaces(InterfaceChoice.split(namesOrAddresses).toArray(String[]::new));
    }

    /** The same on other interfaces, each given by name or IPv4 address; none for the default ones. */
    public SleuthConfig withInterfaces(String... namesOrAddresses) {
        return new SleuthConfig(
                service,
                version,
                handler,
                List.of(namesOrAddresses),
                port,
                group,
                timeout,
                timing,
                retries,
                handlerThreads,
                grace,
                maxBody,
                listener,
                wellKnown);
    }

    /** The same with another UDP port. */
    public SleuthConfig withPort(int udpPort) {
        return new SleuthConfig(
                service,
                version,
                handler,
                interfaces,
                udpPort,
                group,
                timeout,
                timing,
                retries,
                handlerThreads,
                grace,
                maxBody,
                listener,
                wellKnown);
    }

    /** The same in another group. */
    public SleuthConfig withGroup(String other) {
        return new SleuthConfig(
                service,
                version,
                handler,
                interfaces,
                port,
                other,
                timeout,
                timing,
                retries,
                handlerThreads,
                grace,
                maxBody,
                listener,
                wellKnown);
    }

    /** The same with another time that calls wait for their answers. */
    public SleuthConfig withTimeout(Duration other) {
        return new SleuthConfig(
                service,
                version,
                handler,
                interfaces,
                port,
                group,
                other,
                timing,
                retries,
                handlerThreads,
                grace,
                maxBody,
                listener,
                wellKnown);
    }

    /** The same with another timing. */
    public SleuthConfig withTiming(Timing other) {
        return new SleuthConfig(
                service,
                version,
                handler,
                interfaces,
                port,
                group,
                timeout,
                other,
                retries,
                handlerThreads,
                grace,
                maxBody,
                listener,
                wellKnown);
    }

    /** The same with other rules for when a call is sent to a second peer. */
    public SleuthConfig withRetries(RetryPolicy other) {
        return new SleuthConfig(
                service,
                version,
                handler,
                interfaces,
                port,
                group,
                timeout,
                timing,
                other,
                handlerThreads,
                grace,
                maxBody,
                listener,
                wellKnown);
    }

    /** The same with the handler on other threads. */
    public SleuthConfig withHandlerThreads(HandlerThreads other) {
        return new SleuthConfig(
                service,
                version,
                handler,
                interfaces,
                port,
                group,
                timeout,
                timing,
                retries,
                other,
                grace,
                maxBody,
                listener,
                wellKnown);
    }

    /**
     * The same with another time that {@link Sleuth#close} may take to answer what is in hand. It is over as soon as
     * all is answered; zero cuts off what is in hand.
     */
    public SleuthConfig withGrace(Duration other) {
        return new SleuthConfig(
                service,
                version,
                handler,
                interfaces,
                port,
                group,
                timeout,
                timing,
                retries,
                handlerThreads,
                other,
                maxBody,
                listener,
                wellKnown);
    }

    /** The same with another limit for bodies, in bytes. */
    public SleuthConfig withMaxBody(int bytes) {
        return new SleuthConfig(
                service,
                version,
                handler,
                interfaces,
                port,
                group,
                timeout,
                timing,
                retries,
                handlerThreads,
                grace,
                bytes,
                listener,
                wellKnown);
    }

    /** The same with another listener; null for nobody. */
    public SleuthConfig withListener(@Nullable Consumer<Observation> other) {
        return new SleuthConfig(
                service,
                version,
                handler,
                interfaces,
                port,
                group,
                timeout,
                timing,
                retries,
                handlerThreads,
                grace,
                maxBody,
                other,
                wellKnown);
    }

    /**
     * The same, and {@code GET /.well-known/sleuth} is answered by the peer itself, or, if not, by the handler like
     * everything else.
     */
    public SleuthConfig withWellKnown(boolean answered) {
        return new SleuthConfig(
                service,
                version,
                handler,
                interfaces,
                port,
                group,
                timeout,
                timing,
                retries,
                handlerThreads,
                grace,
                maxBody,
                listener,
                answered);
    }
}
