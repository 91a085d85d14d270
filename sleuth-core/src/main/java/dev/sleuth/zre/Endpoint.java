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

    public Endpoint {
        if (!isIpv4(host) || port < 1 || port > 0xFFFF) {
            throw new IllegalArgumentException("not an IPv4 address and a port from 1 to 65535: " + host + ":" + port);
        }
    }

    /** Four numbers up to 255 without needless zeros. By hand, because every beacon that comes makes an endpoint. */
    private static boolean isIpv4(String host) {
        int dots = 0;
        int number = -1;
        for (int i = 0; i < host.length(); i++) {
            int digit = host.charAt(i) - '0';
            if (digit == '.' - '0' && number >= 0 && dots < 3) {
                dots++;
                number = -1;
            } else if (digit < 0 || digit > 9 || number == 0) {
                return false;
            } else {
                number = Math.max(number, 0) * 10 + digit;
                if (number > 255) {
                    return false;
                }
            }
        }
        return dots == 3 && number >= 0;
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
