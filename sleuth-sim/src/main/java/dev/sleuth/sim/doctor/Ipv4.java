package dev.sleuth.sim.doctor;

import java.util.StringJoiner;

/** IPv4 addresses as numbers. They come from the system, in digits. */
final class Ipv4 {
    private Ipv4() {}

    static int bits(String address) {
        int bits = 0;
        for (String part : address.split("\\.", -1)) {
            bits = bits << 8 | Integer.parseInt(part);
        }
        return bits;
    }

    static int mask(int prefix) {
        return prefix == 0 ? 0 : -1 << (32 - prefix);
    }

    static int network(String address, int prefix) {
        return bits(address) & mask(prefix);
    }

    static String text(int bits) {
        StringJoiner text = new StringJoiner(".");
        for (int shift = 24; shift >= 0; shift -= 8) {
            text.add(Integer.toString(bits >>> shift & 0xFF));
        }
        return text.toString();
    }
}
