package dev.sleuth.zre;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a peer's ROUTER listens.
 *
 * @param host an IPv4 address in digits: names are never looked up, because that blocks
 * @param port the TCP port, 1 to 65535
 */
public record Endpoint(String host, int port) {
    private static final Pattern TCP = Pattern.compile("tcp://([0-9.]{7,15}):([0-9]{1,5})");
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");

    public Endpoint {
        if (!IPV4.matcher(host).matches() || port < 1 || port > 0xFFFF) {
            throw new IllegalArgumentException("not an IPv4 address and a port from 1 to 65535: " + host + ":" + port);
        }
    }

    /** Reads {@code tcp://address:port}; null if it is anything else, because it usually comes from a stranger. */
    public static @Nullable Endpoint parse(String text) {
        Matcher tcp = TCP.matcher(text);
        try {
            return tcp.matches() ? new Endpoint(tcp.group(1), Integer.parseInt(tcp.group(2))) : null;
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
    }

    @Override
    public String toString() {
        return "tcp://" + host + ":" + port;
    }
}
